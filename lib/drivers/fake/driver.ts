import type { Outcome, Ownership } from '../../domain/action/call.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { instant, seconds } from '../../domain/kernel/time.ts';
import { markText, type Proof, UNSIGNED } from '../../domain/orphan/mark.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CallTo, Driver, Owned } from '../../ports/driver.ts';
import type { MarkSigner } from '../../ports/mark-signer.ts';
import { behaviourOf } from './behaviour.ts';
import { type FakeCloud, fakeCloud, physicalIdOf, type Thing, tokenOf, vanish } from './cloud.ts';
import { detailsOf } from './details.ts';
import { begin, miscarriage } from './fate.ts';
import { foreign, notFound, taken, timedOut } from './faults.ts';
import { bornAt, find, settled, waiting, wellSince } from './lookup.ts';
import { afterOperation, isWell, startsAfresh, statusOf } from './status.ts';

export type FakeFacts = {
  readonly clock: Clock;
  /** Tells ours from another installation's, for clouds that are shared. */
  readonly installation?: string;
  /** What the resources are that it makes and lists. */
  readonly kind?: string;
  /** Without one, nothing is signed. */
  readonly signer?: MarkSigner;
  /** Where the resources are. Give several drivers one cloud and they are several workers. */
  readonly cloud?: FakeCloud;
  /** What adoption finds of a resource that the cloud knows only by its id: properties valid for the profile type. */
  readonly described?: JsonObject;
};

/**
 * A cloud in a Map, bound to any profile type. No call sleeps or waits: what takes time is answered `pending`, what does not is
 * answered at once. What must outlive the process is in the physical id and in the memory; of what another process made, an id
 * of our form is enough to believe in it.
 */
export function fakeDriver({
  clock,
  installation = '',
  cloud = fakeCloud(),
  described = {},
  kind = 'fake.node',
  signer = UNSIGNED,
}: FakeFacts): Driver {
  const markOf = (token: string, { project, nodeId }: Ownership) => markText(`fake ${kind}`, { installation, token, project, nodeId });
  const proofOf = ({ token, owner, signature }: Thing): Proof => signer.judge(token && owner ? markOf(token, owner) : '', signature);
  const isOurs = (thing: Thing): boolean => thing.installation === installation && proofOf(thing) !== 'forged';

  /** Lets a resource come to be, or fail to. One that another process made and that still waits goes on waiting. */
  function make({ token, resource }: CallTo<'ensure'>): Thing | Fault {
    const { owner, properties, memory, placement } = resource;
    const now = clock.now();
    const behaviour = behaviourOf(properties, token);
    const begun = memory.waitsFor === token && typeof memory.readyAt === 'number' ? memory.readyAt : undefined;
    const failure = begun === undefined ? miscarriage(cloud, token, resource) : undefined;
    if (failure) return failure;
    const physicalId = physicalIdOf(token);
    const readyAt = instant(begun ?? now + behaviour.latency);
    const marked = { type: kind, token, installation, owner, signature: signer.sign(markOf(token, owner)) };
    const made: Thing = { physicalId, ...marked, properties, createdAt: now, readyAt, ...(placement && { placement }) };
    cloud.gone.delete(physicalId);
    cloud.things.set(physicalId, made);
    return behaviour.lateSuccess && begun === undefined ? timedOut(owner.nodeName) : made;
  }

  return {
    callTimeout: seconds(5),

    async ensure(call) {
      const thing = cloud.things.get(physicalIdOf(call.token)) ?? make(call);
      if ('kind' in thing) return fault(thing);
      if (!isOurs(thing)) return fault(foreign(thing.physicalId));
      const { memory, properties } = call.resource;
      const pending = waiting(clock.now(), call.token, behaviourOf(properties, call.token).latency, memory, thing.readyAt);
      return pending ?? { kind: 'ok', physicalId: thing.physicalId, memory: settled({ ...memory, createdAt: thing.createdAt }) };
    },

    async remove({ resource, force }) {
      const found = find(cloud, resource);
      if (!found) return { kind: 'ok' };
      const adopted = resource.memory.adopted === true && found.thing?.token === null;
      if (found.thing && !isOurs(found.thing) && !adopted) return fault(foreign(found.physicalId));
      const held = force ? undefined : begin(cloud, clock, 'remove', resource);
      if (!held) vanish(cloud, found.physicalId);
      return held ?? { kind: 'ok' };
    },

    async check({ resource }) {
      const found = find(cloud, resource);
      if (!found) return { kind: 'unhealthy', reason: 'the fake cloud has no such resource', gone: true };
      if (found.thing?.broken !== undefined) return { kind: 'unhealthy', reason: found.thing.broken, gone: false };
      const since = wellSince(resource, found.thing);
      if (since !== undefined && clock.now() >= since + behaviourOf(resource.properties, found.physicalId).unhealthyAfter) {
        return { kind: 'unhealthy', reason: 'it was told to become unhealthy by now', gone: false };
      }
      const status = statusOf(resource.memory);
      return isWell(status) ? { kind: 'ok' } : { kind: 'unhealthy', reason: `its status is ${status}`, gone: false };
    },

    async checkHost(resource) {
      const found = find(cloud, resource);
      if (!found) return fault(notFound(resource));
      const { hostDown } = found.thing ?? {};
      if (hostDown !== undefined) return { kind: 'unhealthy', reason: hostDown, gone: false };
      const since = bornAt(resource, found.thing);
      const down = since !== undefined && clock.now() >= since + behaviourOf(resource.properties, found.physicalId).hostDownAfter;
      return down ? { kind: 'unhealthy', reason: 'its machine was told to be down by now', gone: false } : { kind: 'ok' };
    },

    async operate({ token, operation, params, resource }) {
      const found = find(cloud, resource);
      if (!found) return fault(notFound(resource));
      const { thing } = found;
      if (thing?.done?.token === token) return { kind: 'ok', memory: thing.done.memory };
      const held = begin(cloud, clock, token, resource);
      if (held) return held;
      const afresh = startsAfresh(operation, params);
      const changed = settled(afterOperation(resource.memory, operation, params));
      const memory = afresh ? { ...changed, since: clock.now() } : changed;
      if (thing) thing.done = { token, memory };
      if (thing && afresh) delete thing.broken;
      return { kind: 'ok', memory };
    },

    async update({ token, properties, resource }) {
      if (!find(cloud, resource)) return fault(notFound(resource));
      return begin(cloud, clock, token, resource, properties) ?? { kind: 'ok', memory: settled(resource.memory) };
    },

    async own({ resource }) {
      const thing = find(cloud, resource)?.thing;
      if (thing?.token && isOurs(thing)) {
        thing.owner = resource.owner;
        thing.signature = signer.sign(markOf(thing.token, resource.owner));
      }
      return { kind: 'ok' };
    },

    async details(resource) {
      const found = find(cloud, resource);
      return found ? { kind: 'ok', details: detailsOf(resource, found) } : fault(notFound(resource));
    },

    async inspect(physicalId, token) {
      const thing = cloud.things.get(physicalId);
      if (thing?.owner && !isOurs(thing)) return fault(foreign(physicalId));
      if (thing?.owner && thing.token !== token) return fault(taken(physicalId, thing.owner.nodeId));
      if (thing && !thing.owner && token !== undefined) return fault(foreign(physicalId));
      if (!thing && (tokenOf(physicalId) === undefined || cloud.gone.has(physicalId))) return fault(notFound({ physicalId, token: null }));
      const memory = { ...(token === undefined && { adopted: true }), createdAt: thing?.createdAt ?? clock.now() };
      return { kind: 'ok', physicalId, properties: thing?.properties ?? described, memory };
    },

    async list() {
      const resources: Owned[] = [];
      for (const thing of cloud.things.values()) {
        const { token, physicalId, owner, installation: whose } = thing;
        if (token === null || !owner || whose !== installation || thing.type !== kind) continue;
        resources.push({ token, physicalId, project: owner.project, nodeId: owner.nodeId, proof: proofOf(thing) });
      }
      return { kind: 'ok', resources };
    },
  };
}

const fault = (what: Fault): Extract<Outcome, { kind: 'fault' }> => ({ kind: 'fault', fault: what });
