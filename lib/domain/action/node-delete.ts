import { z } from 'zod';
import type { Cluster } from '../cluster/cluster.ts';
import { busy, type Node, settled, untouched } from '../cluster/node.ts';
import { desiredOnceGone } from '../cluster/places.ts';
import { checkSize } from '../cluster/sizing.ts';
import { countedIn, countedOf } from '../cluster/standby.ts';
import type { Write } from '../documents.ts';
import { permanent } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import { after, Instant, instant, seconds } from '../kernel/time.ts';
import { leftMember } from '../orphan/left-member.ts';
import type { Action } from './action.ts';
import { balanceCall, leftBehind } from './balance-step.ts';
import { finish, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { type Decision, defineMachine, type Input } from './machine.ts';
import { checkPolicies, decisionsOf } from './policy-check.ts';
import { Way } from './taken.ts';
import { goBack, goOn, isBorne, passageFor, policiesOn, setOut, unseen, wentBack } from './way.ts';

const State = z.object({
  /** Whether the removal was asked for. */
  called: z.boolean(),
  /** Its way out of service; null before it sets out. */
  way: Way.nullable().default(null),
  /** Until when a deletion policy lets it be; absent before that was asked, or where it does not. */
  until: Instant.optional(),
});
type State = z.infer<typeof State>;

/** Removes a node and what stands behind it, once it is out of service. Removing what is gone already succeeds. */
export const nodeDelete = defineMachine<State>({
  name: 'NODE_DELETE',
  success: 'Node deletion succeeded.',
  state: State,
  initial: { called: false, way: null },
  sees: (self, { way }) => ({ policies: policiesOn(self, way) }),
  goesOn: (_, { called, way }) => !called && isBorne(way),
  decide(self, state, input) {
    const { seen, returned, now } = input;
    const { node } = seen;
    if (!node) return finish(self, input, { node: 'removed' });
    const cluster = self.parentId === null ? seen.cluster : undefined;
    if (!state.called && !state.way && cluster && state.until === undefined) return begin(self, state, node, cluster, input);
    if (!state.called && !state.way && state.until !== undefined && now < state.until) return { kind: 'idle' };
    const gone = (node?: Node) => goneFrom(self, state, cluster, input, node);
    if (!state.called) return leave(self, state, node, input, gone);
    if (node.token === null && node.physicalId === null) return gone();
    if (!returned || returned.kind === 'pending') return remove(self, state, node, input, {});
    if (returned.kind === 'ok') return gone();
    const reason = returned.kind === 'fault' ? returned.fault.message : returned.reason;
    return finish(self, input, {
      fault: returned.kind === 'fault' ? returned.fault : permanent('driver.refused', reason),
      node: settled('ERROR', `Deletion failed: ${reason}`, now),
    });
  },
  abandon(self, state, input) {
    const node = nodeOf(input);
    // Whether the resource still stands nobody knows once the call was made; before that, it goes back to where it was.
    if (state.called) return wrapUp(self, input, { node: settled('ERROR', `Deletion was interrupted: ${input.reason}`, input.now) });
    const undo = state.way && goBack(self, state.way, input);
    if (undo) return { kind: 'undo', call: undo.call, state: { ...state, way: undo.way } };
    return wrapUp(self, input, { node: { ...untouched(node), ...wentBack(state.way, node, input) } });
  },
});

/** What policies say of it first: whether it may go, when, and whether the cluster wants as many as before. Who insists does not wait. */
function begin(self: Action, state: State, node: Node, cluster: Cluster, input: Input): Decision<State> {
  const desired = countedIn(cluster) - countedOf(cluster, [node.id]);
  const fault = checkSize(cluster, { desired, strict: true }, input.mostNodes);
  if (fault) return finish(self, input, { fault, node: untouched(node) });
  const check = checkPolicies(self, cluster, input);
  if (check.kind === 'look') return check;
  const { data } = check;
  if (check.kind === 'refuse') return finish(self, input, { fault: check.fault, node: untouched(node), data });
  const bound: Action = { ...self, data: { ...self.data, ...data } };
  const grace = self.inputs.force === true ? 0 : (decisionsOf(bound).deletion?.grace_period ?? 0);
  if (grace === 0)
    return noting(
      leave(bound, state, node, input, (left) => goneFrom(bound, state, cluster, input, left)),
      data,
    );
  const until = after(input.now, seconds(grace));
  const reason = `Waiting ${grace} seconds before the node is deleted.`;
  const change = { data, node: busy(node, 'DELETING', reason) };
  return { kind: 'wait', state: { ...state, until }, until: instant(Math.min(until, self.deadline ?? until)), change, reason };
}

/** Gone, whatever its balancer had to say to that: should it be a member there still, the action says so. */
function goneFrom(self: Action, { way }: State, cluster: Cluster | undefined, input: Input, node = nodeOf(input)): Decision<State> {
  const reduces = decisionsOf(self).deletion?.reduce_desired_capacity !== false;
  const shrunk = cluster && reduces && { desiredCapacity: desiredOnceGone(cluster, [node.id]) };
  const data = leftBehind(node);
  const writes = data ? membersLeft(self, node, way, input) : [];
  return finish(self, input, { node: 'removed', writes, ...(shrunk && { cluster: shrunk }), ...(data && { data }) });
}

/** The members that balancers have left of it: the sweep asks for their removal until they are gone. */
function membersLeft(self: Action, node: Node, way: State['way'], input: Input): Write[] {
  return (way?.steps ?? []).flatMap((step) => {
    const policy = step.do === 'balance' && input.seen.policies.find(({ id }) => id === step.policyId);
    if (!policy) return [];
    const call = balanceCall({ ...self, memory: null }, node, policy, step, 'remove', input);
    return [{ put: 'orphan', doc: leftMember(self, node, call, input.now) }];
  });
}

/** The same, with something to be remembered of it. */
const noting = (decision: Decision<State>, data: JsonObject): Decision<State> =>
  'change' in decision || decision.kind === 'call' || decision.kind === 'wait' || decision.kind === 'done'
    ? { ...decision, change: { ...decision.change, data: { ...data, ...decision.change?.data } } }
    : decision;

/** Out of service first; where there is nothing to get out of, or nothing behind the node, at once. */
function leave(self: Action, state: State, node: Node, input: Input, gone: (node: Node) => Decision<State>): Decision<State> {
  const steps = state.way?.steps ?? passageFor(self, input).departure;
  const missing = state.way === null && self.parentId === null ? unseen(input.seen.policies, steps) : [];
  if (missing.length > 0) return { kind: 'look', sight: { policies: missing } };

  const marked = state.way || self.parentId !== null ? {} : busy(node, 'DELETING', 'Deletion in progress');
  const going = goOn<State>(self, state.way ?? setOut(steps, true, node), input, (way) => ({ called: false, way }), marked);
  if (going.kind !== 'through') return going;
  const left = { ...node, ...going.patch };
  return node.token === null && node.physicalId === null ? gone(left) : remove(self, state, node, input, going.patch);
}

function remove(self: Action, { way }: State, node: Node, input: Input, patch: Partial<Node>): Decision<State> {
  const call = {
    to: 'remove',
    force: self.inputs.force === true,
    profileType: node.profileType,
    resource: resourceOf(self, node, input),
  } as const;
  return { kind: 'call', state: { called: true, way }, call, change: { node: patch } };
}
