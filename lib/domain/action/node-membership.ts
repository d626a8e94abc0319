import { z } from 'zod';
import { type Node, settled, untouched } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import type { Action } from './action.ts';
import { finish, learned, nodeOf, ownerOf, resourceOf, wrapUp } from './leaf.ts';
import { type Decision, defineMachine, type Input } from './machine.ts';

/** Makes an orphan a member: its resource gets the cluster's marks, then the node moves. */
export const nodeJoin = defineMachine({
  name: 'NODE_JOIN',
  success: 'Node join succeeded.',
  state: z.object({}),
  initial: {},
  decide(self, _, input) {
    const node = nodeOf(input);
    const clusterId = String(self.inputs['cluster_id']);
    if (node.clusterId !== '' && node.clusterId !== clusterId) {
      const fault = permanent('node.not-orphan', `The node '${node.name}' is already owned by another cluster.`);
      return finish(self, input, { fault, node: untouched(node) });
    }
    return move(self, node, input, { clusterId, index: Number(self.inputs['index']) });
  },
  abandon: (self, _, input) => wrapUp(self, input, { node: untouched(nodeOf(input)) }),
});

/** Makes a member an orphan. */
export const nodeLeave = defineMachine({
  name: 'NODE_LEAVE',
  success: 'Node leave succeeded.',
  state: z.object({}),
  initial: {},
  decide: (self, _, input) => move(self, nodeOf(input), input, { clusterId: '', index: -1 }),
  abandon: (self, _, input) => wrapUp(self, input, { node: untouched(nodeOf(input)) }),
});

function move(self: Action, node: Node, input: Input, to: Pick<Node, 'clusterId' | 'index'>): Decision<Record<string, never>> {
  const { returned, now } = input;
  if (!returned || returned.kind === 'pending') {
    const resource = resourceOf(self, node, input, { owner: ownerOf({ ...node, ...to }) });
    return { kind: 'call', state: {}, call: { to: 'own', token: self.id, profileType: node.profileType, resource } };
  }
  if (returned.kind !== 'ok') {
    return { kind: 'giveUp', fault: returned.kind === 'fault' ? returned.fault : permanent('driver.unhealthy', returned.reason) };
  }
  const { status, statusReason } = { ...node, ...node.was };
  return finish(self, input, { node: { ...learned(node, returned), ...settled(status, statusReason, now), ...to } });
}
