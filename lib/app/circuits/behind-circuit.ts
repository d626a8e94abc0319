import { silence } from '../../domain/action/attempt.ts';
import type { Outcome } from '../../domain/action/call.ts';
import {
  type Circuit,
  circuitId,
  closed,
  isFailure,
  MOST_FAILURES,
  newCircuit,
  opened,
  permission,
  probing,
  resting,
  restingFault,
} from '../../domain/circuit/circuit.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import { after, type Instant, instant, type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Driver } from '../../ports/driver.ts';

type Ports = {
  readonly store: DocumentStore;
  readonly clock: Clock;
  /** Told when a circuit opens or closes. */
  readonly told: (circuit: Circuit) => void;
};
type Answered = { readonly kind: string; readonly fault?: Fault };

/** How long what another process has found out may go unnoticed. */
const FRESH = seconds(5);

/**
 * The driver, behind a circuit: after some calls in a row that came to nothing, nobody is called for a while, and actions wait instead of failing. Then one call is let
 * through to see, and with its answer all the others, or none for twice as long.
 *
 * Whether it is open stands in the table, and is every process's business; how many calls failed in a row, each process counts for itself, and may forget.
 */
export function behindCircuit({ store, clock, told }: Ports, profileType: string, driver: Driver): Driver {
  let known = newCircuit(profileType, clock.now());
  let readAt: Instant = instant(0);
  let failures = 0;

  /** As it was a moment ago. A table that does not answer is no reason to call nobody. */
  async function look(): Promise<Circuit> {
    const now = clock.now();
    if (now < after(readAt, FRESH)) return known;
    readAt = now;
    const stored = await store.get('circuit', { project: known.project, id: circuitId(profileType) }).catch(() => known);
    known = stored ?? newCircuit(profileType, now);
    if (known.state !== 'closed') failures = 0;
    return known;
  }

  /** @returns whether this was what became of it: somebody else may have been faster */
  async function become(next: Circuit): Promise<boolean> {
    const stored = await store.commit([{ put: 'circuit', doc: next }]).catch(() => 'stale' as const);
    readAt = instant(0);
    if (stored === 'stale') return false;
    known = { ...next, version: next.version + 1 };
    readAt = clock.now();
    failures = 0;
    if (next.state !== 'probing') told(known);
    return true;
  }

  async function heed(answer: Answered, probe: Circuit | undefined): Promise<void> {
    const now = clock.now();
    if (!isFailure(answer)) {
      failures = 0;
      if (probe) await become(closed(probe, now));
      return;
    }
    failures += 1;
    const from = probe ?? (failures >= MOST_FAILURES && known.state === 'closed' ? known : undefined);
    if (from) await become(opened(from, answer.fault.message, now));
  }

  /** One that is not answered in time has failed, whatever comes of it later. */
  async function heeded<T extends Answered>(ask: () => Promise<T>, probe: Circuit | undefined): Promise<T> {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      void heed({ kind: 'fault', fault: silence('driver', driver.callTimeout) }, probe);
    }, driver.callTimeout * 1000);
    try {
      const answer = await ask();
      if (!isOver) await heed(answer, probe);
      return answer;
    } catch (error) {
      // A bug of the driver's: it answered, in a way.
      if (!isOver) await heed({ kind: 'broken' }, probe);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function through<T extends Answered>(ask: () => Promise<T>, rest: (circuit: Circuit, wait: Seconds) => T): Promise<T> {
    const circuit = await look();
    const may = permission(circuit, clock.now());
    if (may === 'call') return heeded(ask, undefined);
    if (may !== 'probe') return rest(circuit, may.wait);
    const patience = seconds(driver.callTimeout + FRESH);
    return (await become(probing(circuit, patience, clock.now()))) ? heeded(ask, known) : rest(circuit, FRESH);
  }

  const asked = (ask: () => Promise<Outcome>): Promise<Outcome> => through(ask, resting);
  return {
    callTimeout: driver.callTimeout,
    ensure: (call) => asked(() => driver.ensure(call)),
    remove: (call) => asked(() => driver.remove(call)),
    check: (call) => asked(() => driver.check(call)),
    checkHost: (resource) => asked(() => driver.checkHost(resource)),
    operate: (call) => asked(() => driver.operate(call)),
    update: (call) => asked(() => driver.update(call)),
    own: (call) => asked(() => driver.own(call)),
    details: (resource) =>
      through(
        () => driver.details(resource),
        (circuit, wait) => ({ kind: 'fault', fault: restingFault(circuit, wait) }),
      ),
    // By hand, or once in a quarter of an hour: whoever asks for these wants to know.
    inspect: (physicalId, token) => driver.inspect(physicalId, token),
    list: () => driver.list(),
  };
}
