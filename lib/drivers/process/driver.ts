import { join } from 'node:path';
import type { Outcome, Resource } from '../../domain/action/call.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { UNSIGNED } from '../../domain/orphan/mark.ts';
import { NEED_A_RESTART } from '../../domain/profile/local-process.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Answer, CallTo, Driver, Owned } from '../../ports/driver.ts';
import type { MarkSigner } from '../../ports/mark-signer.ts';
import { inspect } from './adoption.ts';
import { type ProcessTable, physicalIdOf } from './client.ts';
import { codeOf, foreign, notFound, notOurCommand, stateFault } from './faults.ts';
import type { Host, Step } from './host.ts';
import { locate, processOf } from './locate.ts';
import { proofOf } from './marks.ts';
import { fault, noted, operate, stopThen } from './operations.ts';
import { procTable } from './proc-table.ts';
import { readProperties } from './properties.ts';
import { psTable } from './ps-table.ts';
import { remove } from './removal.ts';
import { roomsIn } from './room.ts';
import { bringUp, inRoom } from './tenancy.ts';
import { detailsOf, healthOf } from './view.ts';

export type ProcessFacts = {
  /** The directory for state; everything goes into `processes` below it. One per installation. */
  readonly home: string;
  readonly installation: string;
  readonly clock: Clock;
  /** Without one, nothing is signed. */
  readonly signer?: MarkSigner;
  /** The service's own environment. Of it processes get PATH, HOME and LANG, and nothing else. */
  readonly environment: { readonly [name: string]: string | undefined };
  /** How processes are read; by default as the platform allows. */
  readonly table?: ProcessTable;
  /** Told of every step that leaves a trace, so that a test may die right after it. */
  readonly at?: (step: Step) => void;
};

const INHERITED = ['PATH', 'HOME', 'LANG'];
/** Processes of the operating system on which the service runs. How each promise of the port is kept is in README.md. */
export function processDriver(facts: ProcessFacts): Driver {
  const { home, installation, clock, environment, table, signer = UNSIGNED, at = () => undefined } = facts;
  const host: Host = {
    table: table ?? (process.platform === 'linux' ? procTable() : psTable()),
    rooms: roomsIn(home),
    installation,
    signer,
    clock,
    inherited: Object.fromEntries(INHERITED.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]]))),
    at,
  };

  async function ensure({ token, resource }: CallTo<'ensure'>): Promise<Outcome> {
    const properties = readProperties(resource.properties);
    if ('kind' in properties) return fault(properties);
    const outcome = await inRoom(host, token, resource.owner, async (record, fresh) => {
      const process = await bringUp(host, record, fresh, properties, resource.owner);
      return 'kind' in process ? fault(process) : { kind: 'ok', physicalId: physicalIdOf(process) };
    });
    return outcome ?? fault(foreign(join(home, token)));
  }

  async function update(call: CallTo<'update'>): Promise<Outcome> {
    const { resource, token, changed } = call;
    const located = await locate(host, resource);
    if (located.kind === 'none' || located.kind === 'foreign') return fault(notFound(resource));
    const properties = readProperties(call.properties);
    if ('kind' in properties) return fault(properties);
    if (!changed.some((name) => NEED_A_RESTART.includes(name))) return { kind: 'ok' };
    if (located.kind === 'adopted') return fault(notOurCommand('be restarted with other properties'));
    const outcome = await inRoom(host, located.token, undefined, async (record) => {
      if (record.done?.token === token) return { kind: 'ok', physicalId: record.done.physicalId };
      // What was stopped stays stopped: it will start with the new properties.
      if (record.stopped) return noted(host, record, token, record.physicalId ?? '');
      return stopThen(host, call, record, await processOf(host, record), async (stopped) => {
        const started = await bringUp(host, stopped, false, properties, resource.owner);
        return 'kind' in started ? fault(started) : noted(host, stopped, token, physicalIdOf(started));
      });
    });
    return outcome ?? fault(notFound(resource));
  }

  async function list(): Promise<Answer<{ readonly resources: readonly Owned[] }>> {
    await host.rooms.sweep();
    const resources = new Map<string, Owned>();
    for (const { marks, pid, birth } of await host.table.marked(installation)) {
      const { token, project, nodeId } = marks;
      const proof = proofOf(signer, marks);
      // Who copies somebody's token must not stand in his place: only what is genuine goes by its token alone.
      const key = proof === 'signed' ? token : `${token} ${proof}`;
      resources.set(key, { token, physicalId: physicalIdOf({ pid, birth }), project, nodeId, proof });
    }
    // A room may stand where no process does: it is a resource all the same, and to be removed as one.
    for (const record of await host.rooms.all(installation)) {
      const { token, physicalId, project, nodeId } = record;
      const unsigned = `${token} unsigned`;
      const known = physicalId ?? (resources.get(token) ?? resources.get(unsigned))?.physicalId ?? 'none';
      resources.delete(unsigned);
      resources.set(token, { token, physicalId: known, project, nodeId, proof: proofOf(signer, record) });
    }
    return { kind: 'ok', resources: [...resources.values()] };
  }

  async function details(resource: Resource): ReturnType<Driver['details']> {
    const located = await locate(host, resource);
    if (located.kind === 'none' || located.kind === 'foreign') return fault(notFound(resource));
    return { kind: 'ok', details: await detailsOf(host, resource, located) };
  }

  return {
    callTimeout: seconds(10),
    ensure: (call) => faultily(() => ensure(call)),
    remove: (call) => faultily(() => remove(host, call)),
    check: ({ resource }) => faultily(async () => healthOf(host, await locate(host, resource))),
    // The machine is the one that asks.
    checkHost: async () => ({ kind: 'ok' }),
    operate: (call) => faultily(() => operate(host, call)),
    update: (call) => faultily(() => update(call)),
    // The environment of a living process cannot change: it carries the new owner from its next start on.
    own: async () => ({ kind: 'ok' }),
    details: (resource) => faultily(() => details(resource)),
    inspect: (identity, token) => faultily(async () => inspect(host, identity, token)),
    list: () => faultily(list),
  };
}

/** What the system refuses becomes a fault; what is a bug stays one. */
async function faultily<T>(work: () => Promise<T>): Promise<T | Extract<Outcome, { kind: 'fault' }>> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === 'unknown') throw error;
    return fault(stateFault(error));
  }
}
