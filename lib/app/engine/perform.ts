import { noDriver, silence } from '../../domain/action/attempt.ts';
import type { Call, Outcome } from '../../domain/action/call.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import type { Seconds } from '../../domain/kernel/time.ts';
import type { Driver, Drivers } from '../../ports/driver.ts';

/**
 * Makes one call to a driver and brings back its answer, whatever the driver does: one that throws or never answers is a fault like any other.
 *
 * @param margin what a lease has beyond the driver's promise: half of it is waited, so that silence is known before the lease has lapsed
 */
export async function perform(drivers: Drivers, call: Call, margin: Seconds): Promise<Outcome> {
  const driver = drivers(call.profileType);
  if (!driver) return { kind: 'fault', fault: noDriver(call.profileType) };
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'fault', fault: silence(driver.callTimeout) }), (driver.callTimeout + margin / 2) * 1000);
  });
  try {
    return await Promise.race([dispatch(driver, call), silent]);
  } catch (error) {
    return {
      kind: 'fault',
      fault: permanent('driver.broken', `The driver failed: ${error instanceof Error ? error.message : String(error)}`),
    };
  } finally {
    clearTimeout(timer);
  }
}

async function dispatch(driver: Driver, call: Call): Promise<Outcome> {
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
