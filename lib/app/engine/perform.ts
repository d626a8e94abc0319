import { noDriver, noService, silence } from '../../domain/action/attempt.ts';
import { type Call, type DriverCall, type Outcome, SERVICE_TIMEOUT, type ServiceCall } from '../../domain/action/call.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import type { Seconds } from '../../domain/kernel/time.ts';
import type { Driver } from '../../ports/driver.ts';
import type { Service, Services } from '../../ports/services.ts';
import type { Engine } from './engine.ts';

/**
 * Makes one call and brings back its answer, whatever the other side does: one that throws or never answers is a fault like any other.
 *
 * Half the margin is waited beyond what was promised, so that silence is known before the lease has lapsed.
 */
export async function perform(
  { drivers, services = {}, margin }: Pick<Engine, 'drivers' | 'services' | 'margin'>,
  call: Call,
): Promise<Outcome> {
  if (!('profileType' in call)) {
    const service = serviceFor(services, call);
    return service ? answered('service', () => service(call), SERVICE_TIMEOUT, margin) : { kind: 'fault', fault: noService(call.to) };
  }
  const driver = drivers(call.profileType);
  if (!driver) return { kind: 'fault', fault: noDriver(call.profileType) };
  return answered('driver', () => dispatch(driver, call), driver.callTimeout, margin);
}

/** Chosen by the very word the call carries. */
const serviceFor = (services: Services, { to }: ServiceCall) => services[to] as Service<ServiceCall['to']> | undefined;

async function answered(who: 'driver' | 'service', ask: () => Promise<Outcome>, promised: Seconds, margin: Seconds): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'fault', fault: silence(who, promised) }), (promised + margin / 2) * 1000);
  });
  try {
    return await Promise.race([ask(), silent]);
  } catch (error) {
    const message = `The ${who} failed: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'fault', fault: permanent(who === 'driver' ? 'driver.broken' : 'service.broken', message) };
  } finally {
    clearTimeout(timer);
  }
}

async function dispatch(driver: Driver, call: DriverCall): Promise<Outcome> {
  switch (call.to) {
    case 'ensure':
      return driver.ensure(call);
    case 'remove':
      return driver.remove(call);
    case 'check':
      return driver.check(call);
    case 'operate':
      return driver.operate(call);
    case 'update':
      return driver.update(call);
    case 'own':
      return driver.own(call);
  }
}
