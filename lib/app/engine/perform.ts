import { noDriver, noService, silence } from '../../domain/action/attempt.ts';
import { type Call, type DriverCall, type Outcome, SERVICE_TIMEOUT, type ServiceCall } from '../../domain/action/call.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import type { Seconds } from '../../domain/kernel/time.ts';
import type { Driver } from '../../ports/driver.ts';
import type { Patience } from '../../ports/patience.ts';
import type { Service, Services } from '../../ports/services.ts';
import { byTheClock } from '../patience.ts';
import type { Engine } from './engine.ts';

/**
 * Makes one call and brings back its answer, whatever the other side does: one that throws or never answers is a fault like any other.
 *
 * Half the margin is waited beyond what was promised, so that silence is known before the lease has lapsed.
 */
export async function perform(
  { drivers, services = {}, margin, patience = byTheClock }: Pick<Engine, 'drivers' | 'services' | 'margin' | 'patience'>,
  call: Call,
): Promise<Outcome> {
  if (!('profileType' in call)) {
    const service = serviceFor(services, call);
    if (!service) return { kind: 'fault', fault: noService(call.to) };
    return answered('service', () => service(call), SERVICE_TIMEOUT, margin, patience);
  }
  const driver = drivers(call.profileType);
  if (!driver) return { kind: 'fault', fault: noDriver(call.profileType) };
  return answered('driver', () => dispatch(driver, call), driver.callTimeout, margin, patience);
}

/** Chosen by the very word the call carries. */
const serviceFor = (services: Services, { to }: ServiceCall) => services[to] as Service<ServiceCall['to']> | undefined;

async function answered(
  who: 'driver' | 'service',
  ask: () => Promise<Outcome>,
  promised: Seconds,
  margin: Seconds,
  patience: Patience,
): Promise<Outcome> {
  try {
    return (await patience(ask(), (promised + margin / 2) * 1000)) ?? { kind: 'fault', fault: silence(who, promised) };
  } catch (error) {
    const message = `The ${who} failed: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'fault', fault: permanent(who === 'driver' ? 'driver.broken' : 'service.broken', message) };
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
