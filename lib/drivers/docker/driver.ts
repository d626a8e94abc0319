import type { Outcome, Resource } from '../../domain/action/call.ts';
import { type Seconds, seconds } from '../../domain/kernel/time.ts';
import { UNSIGNED } from '../../domain/orphan/mark.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Answer, CallTo, Driver, Owned } from '../../ports/driver.ts';
import type { MarkSigner } from '../../ports/mark-signer.ts';
import { inspect } from './adoption.ts';
import { type EngineAddress, engineAt } from './client.ts';
import { listContainers, renameContainer, updateContainer } from './container.ts';
import { ensure } from './creation.ts';
import { settled } from './ending.ts';
import { foreign, notFound, notInPlace, taken } from './faults.ts';
import { fleetOf } from './fleet.ts';
import type { Host } from './host.ts';
import { locate, nameOf } from './locate.ts';
import { machineOf } from './machine.ts';
import { labelled, marksIn, nameFor, proofOf } from './marks.ts';
import { fault, operate } from './operations.ts';
import { limitsOf, readProperties } from './plan.ts';
import { pullsInBackground } from './pulls.ts';
import { remove } from './removal.ts';
import { detailsOf, healthOf } from './view.ts';

export type DockerFacts = {
  readonly engines: readonly EngineAddress[];
  readonly installation: string;
  readonly clock: Clock;
  /** Without one, nothing is signed. */
  readonly signer?: MarkSigner;
  /** Whether an image that is not there is pulled; otherwise that is a fault. */
  readonly pull?: boolean;
  /** How long any call may take, all its requests together. */
  readonly callTimeout?: Seconds;
  /** How many requests an engine may have from us at a time. */
  readonly concurrency?: number;
};

/** Milliseconds. An engine that has not answered a ping by then is down: whoever asks waits no longer than 20 s. */
const LONGEST_PING = 10_000;

const UPDATABLE = ['name', 'cpus', 'memory_mb', 'restart_policy'];

/** Containers on the Docker engines of the configuration. How each promise of the port is kept is in README.md. */
export function dockerDriver({
  engines,
  installation,
  clock,
  signer = UNSIGNED,
  pull = false,
  callTimeout = seconds(30),
  concurrency = 8,
}: DockerFacts): Driver {
  const fleet = fleetOf(engines.map((engine) => engineAt(engine, concurrency)));
  const host: Host = { fleet, installation, clock, signer, pulls: pull ? pullsInBackground() : undefined };
  /** A little less than promised, so that what is cut off can still be told. */
  const soon = (): AbortSignal => AbortSignal.timeout(callTimeout * 900);

  async function update({ properties, changed, resource }: CallTo<'update'>): Promise<Outcome> {
    const wanted = readProperties(properties);
    if ('kind' in wanted) return fault(wanted);
    const fixed = changed.find((property) => !UPDATABLE.includes(property));
    if (fixed !== undefined) return fault(notInPlace(fixed));
    const located = await locate(host, soon(), resource);
    if (located.kind === 'fault') return located;
    if (located.kind === 'none') return fault(notFound(resource));
    if (located.kind === 'foreign') return fault(foreign(located.name));
    const { at, container } = located;
    // The engine takes a limit of nothing for no change: a limit once set can only be set anew.
    const lifted = changed.find(
      (property) => property !== 'name' && wanted[property as 'cpus' | 'memory_mb' | 'restart_policy'] === undefined,
    );
    if (lifted !== undefined && lifted !== 'restart_policy') return fault(notInPlace(lifted));
    const limits = limitsOf({ ...wanted, restart_policy: wanted.restart_policy ?? 'no' });
    if (changed.some((property) => property !== 'name')) {
      const reply = await updateContainer(at, container.Id, limits);
      if (reply.kind !== 'ok') return fault(reply.fault);
    }
    const name = located.kind === 'made' ? nameFor(installation, located.token, wanted.name) : (wanted.name ?? nameOf(container));
    if (changed.includes('name') && nameOf(container) !== name) {
      const reply = await renameContainer(at, container.Id, name);
      if (reply.kind === 'refused' && reply.status === 409) return fault(taken(name, 'somebody else'));
      if (reply.kind !== 'ok') return fault(reply.fault);
    }
    return { kind: 'ok', physicalId: container.Id, memory: settled(resource.memory, at.engine.name) };
  }

  async function details(resource: Resource): ReturnType<Driver['details']> {
    const located = await locate(host, soon(), resource);
    if (located.kind === 'fault') return located;
    if (located.kind === 'none' || located.kind === 'foreign') return fault(notFound(resource));
    return { kind: 'ok', details: detailsOf(resource, located.at.engine.name, located.container) };
  }

  /** All engines or none: what one that is away has must not look like what is gone. */
  async function list(): Promise<Answer<{ readonly resources: readonly Owned[] }>> {
    const signal = soon();
    const resources: Owned[] = [];
    const asked = fleet.all.map(async (engine) => ({ engine, reply: await listContainers({ engine, signal }, labelled(installation)) }));
    for (const { engine, reply } of await Promise.all(asked)) {
      if (reply.kind !== 'ok') return fault(reply.fault);
      for (const { Id, Names, Labels } of reply.value) {
        const marks = marksIn(Labels);
        if (marks?.installation !== installation) continue;
        const { token, project, nodeId } = marks;
        resources.push({ token, physicalId: Id, project, nodeId, proof: proofOf(marks, signer, Names), memory: { engine: engine.name } });
      }
    }
    return { kind: 'ok', resources };
  }

  return {
    callTimeout,
    ensure: (call) => ensure(host, soon(), call),
    remove: (call) => remove(host, soon(), call),
    check: async ({ resource }) => healthOf(await locate(host, soon(), resource)),
    checkHost: (resource) => machineOf(host, Math.min(callTimeout * 900, LONGEST_PING), resource),
    operate: (call) => operate(host, soon(), call),
    update,
    // Labels cannot change.
    own: async () => ({ kind: 'ok' }),
    details,
    inspect: (identity, token) => inspect(host, soon(), identity, token),
    list,
  };
}
