import { z } from 'zod';
import type { Cluster } from '../cluster/cluster.ts';
import { type Node, settled, untouched } from '../cluster/node.ts';
import { desiredOnceMade, sizeOnceMade } from '../cluster/places.ts';
import { checkSize } from '../cluster/sizing.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import type { Instant } from '../kernel/time.ts';
import { taggedBy } from '../profile/machine-tags.ts';
import type { Action } from './action.ts';
import { finish, learned, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { type Decision, defineMachine, type Input } from './machine.ts';
import { placeNode } from './node-placing.ts';
import { restStep } from './pool-stages.ts';
import { Way } from './taken.ts';
import { goBack, goOn, isBorne, passageFor, policiesOn, setOut, unseen, wentBack } from './way.ts';

const State = z.object({
  called: z.boolean(),
  /** Its way into service; null before its resource is up. */
  way: Way.nullable().default(null),
  /** Given up, and its way undone: the resource is being removed. */
  removing: z.boolean().default(false),
});
type State = z.infer<typeof State>;

/** Brings one node into being, and into service. The action's own id is the driver's token. */
export const nodeCreate = defineMachine<State>({
  name: 'NODE_CREATE',
  success: 'Node creation succeeded.',
  state: State,
  initial: { called: false, way: null, removing: false },
  sees: (self, { way }) => ({ policies: policiesOn(self, way) }),
  goesOn: (_, { way }) => isBorne(way),
  decide(self, state, input) {
    const node = nodeOf(input);
    const { returned, seen, now, mostNodes } = input;
    const cluster = self.parentId === null ? seen.cluster : undefined;

    // Somebody brought it into being while this waited for its turn.
    if (!state.called && node.physicalId !== null)
      return finish(self, input, { node: untouched(node), ...(cluster && larger(cluster, node)) });
    if (!state.called && node.token !== null) {
      const fault = permanent('node.not-created', `The node '${node.name}' was worked on before it was created.`);
      return finish(self, input, { fault, node: untouched(node) });
    }
    if (!state.called && cluster) {
      const desired = sizeOnceMade(cluster, node, seen.members);
      if (desired === undefined) return { kind: 'look', sight: { members: true } };
      const fault = checkSize(cluster, { desired, strict: true }, mostNodes);
      if (fault) return finish(self, input, strayed(fault, now));
    }
    if (state.way) return arrive(self, state.way, input, {});
    if (!returned || returned.kind === 'pending') {
      const placing = !state.called && cluster ? placeNode(self, node, cluster, input) : ({ kind: 'placed', node, data: {} } as const);
      if (placing.kind === 'look') return placing;
      if (placing.kind === 'refuse') return finish(self, input, { ...strayed(placing.fault, now), data: placing.data });
      const { data } = placing.node;
      const call = {
        to: 'ensure',
        token: self.id,
        profileType: node.profileType,
        resource: resourceOf(self, placing.node, input),
      } as const;
      const creating = { status: 'CREATING', statusReason: 'Creation in progress', data } as const;
      const began = state.called ? {} : { change: { node: creating, data: placing.data } };
      return { kind: 'call', state: { ...state, called: true }, call, ...(self.parentId === null ? began : {}) };
    }
    if (returned.kind !== 'ok') {
      const fault = returned.kind === 'fault' ? returned.fault : undefined;
      return { kind: 'giveUp', fault: fault ?? permanent('driver.unhealthy', 'The resource did not come up.') };
    }
    const { arrival } = passageFor(self, input);
    const missing = self.parentId === null ? unseen(seen.policies, arrival) : [];
    if (missing.length > 0) return { kind: 'look', sight: { policies: missing } };
    const profile = seen.profiles.find(({ id }) => id === node.profileId);
    const up = { ...learned(node, returned), token: self.id, ...(profile?.machine?.tags && { metadata: taggedBy(profile, node) }) };
    return arrive(self, setOut([...arrival, ...restStep(node, node.standby)], false, node), { ...input, returned: undefined }, up);
  },
  abandon(self, state, input) {
    const { undone, reason, now } = input;
    const node = nodeOf(input);
    const failed = settled('ERROR', reason, now);
    // Before the call nothing was made by this action; what there is, somebody else made meanwhile.
    if (!state.called) return wrapUp(self, input, { node: hasResource(node) ? untouched(node) : failed });
    const undo = state.way && !state.removing && goBack(self, state.way, input);
    if (undo) return { kind: 'undo', call: undo.call, state: { ...state, way: undo.way } };
    if (!(undone && (state.removing || !state.way))) {
      const resource = resourceOf(self, node, input, { token: self.id, physicalId: null });
      const call = { to: 'remove', force: true, profileType: node.profileType, resource } as const;
      return { kind: 'undo', call, state: { ...state, removing: true } };
    }
    // The token stays: should something be left behind after all, deleting the node removes it.
    return wrapUp(self, input, { node: { ...failed, ...wentBack(state.way, node, input), token: self.id, physicalId: null } });
  },
});

/** @param up what the driver said of the resource, while that is not stored yet */
function arrive(self: Action, way: Way, input: Input, up: Partial<Node>): Decision<State> {
  const going = goOn<State>(self, way, input, (further) => ({ called: true, way: further, removing: false }), up);
  if (going.kind !== 'through') return going;
  const cluster = self.parentId === null ? input.seen.cluster : undefined;
  return finish(self, input, {
    node: { ...going.patch, ...settled('ACTIVE', 'Creation succeeded', input.now), createdAt: input.now },
    ...(cluster && larger(cluster, nodeOf(input))),
  });
}

/** A node that its cluster would not have. */
const strayed = (fault: Fault, now: Instant) => ({ fault, node: { ...settled('ERROR', fault.message, now), clusterId: '', index: -1 } });

const hasResource = ({ token, physicalId }: Node): boolean => token !== null || physicalId !== null;

const larger = (cluster: Cluster, { id }: Node) => ({ cluster: { desiredCapacity: desiredOnceMade(cluster, id) } });
