import { z } from 'zod';
import { type Node, settled, untouched } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import type { Action } from './action.ts';
import type { Call } from './call.ts';
import { finish, learned, nodeOf, ownerOf, resourceOf, wrapUp } from './leaf.ts';
import { type Abandonment, type Decision, defineMachine, type GivenUp, type Input } from './machine.ts';

const State = z.object({ called: z.boolean().default(false) });
type State = z.infer<typeof State>;

/** Makes an orphan a member: its resource gets the cluster's marks, then the node moves. */
export const nodeJoin = defineMachine<State>({
  name: 'NODE_JOIN',
  success: 'Node join succeeded.',
  state: State,
  initial: { called: false },
  decide(self, _, input) {
    const node = nodeOf(input);
    const clusterId = String(self.inputs['cluster_id']);
    if (node.clusterId !== '' && node.clusterId !== clusterId) {
      const fault = permanent('node.not-orphan', `The node '${node.name}' is already owned by another cluster.`);
      return finish(self, input, { fault, node: untouched(node) });
    }
    return move(self, node, input, { clusterId, index: Number(self.inputs['index']) });
  },
  abandon: stay,
});

/** Makes a member an orphan. */
export const nodeLeave = defineMachine<State>({
  name: 'NODE_LEAVE',
  success: 'Node leave succeeded.',
  state: State,
  initial: { called: false },
  decide: (self, _, input) => move(self, nodeOf(input), input, { clusterId: '', index: -1 }),
  abandon: stay,
});

function move(self: Action, node: Node, input: Input, to: Pick<Node, 'clusterId' | 'index'>): Decision<State> {
  const { returned, now } = input;
  if (!returned || returned.kind === 'pending')
    return { kind: 'call', state: { called: true }, call: mark(self, { ...node, ...to }, input) };
  if (returned.kind !== 'ok') {
    return { kind: 'giveUp', fault: returned.kind === 'fault' ? returned.fault : permanent('driver.unhealthy', returned.reason) };
  }
  const { status, statusReason } = { ...node, ...node.was };
  return finish(self, input, { node: { ...learned(node, returned), ...settled(status, statusReason, now), ...to } });
}

/** The node stays where it is, and so do its resource's marks. */
function stay(self: Action, { called }: State, input: GivenUp): Abandonment {
  const node = nodeOf(input);
  return called && !input.undone ? { kind: 'undo', call: mark(self, node, input) } : wrapUp(self, input, { node: untouched(node) });
}

const mark = (self: Action, node: Node, input: Input): Call => ({
  to: 'own',
  token: self.id,
  profileType: node.profileType,
  resource: resourceOf(self, node, input, { owner: ownerOf(node) }),
});
