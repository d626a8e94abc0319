import { z } from 'zod';
import { busy, type Node, settled, untouched } from '../cluster/node.ts';
import { checkSize } from '../cluster/sizing.ts';
import { permanent } from '../kernel/fault.ts';
import type { Action } from './action.ts';
import { finish, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { type Decision, defineMachine, type Input } from './machine.ts';
import { Way } from './taken.ts';
import { goBack, goOn, isBorne, passageFor, policiesOn, setOut, unseen, wentBack } from './way.ts';

const State = z.object({
  /** Whether the removal was asked for. */
  called: z.boolean(),
  /** Its way out of service; null before it sets out. */
  way: Way.nullable().default(null),
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
    const { seen, returned, now, mostNodes } = input;
    const { node } = seen;
    if (!node) return finish(self, input, { node: 'removed' });
    const cluster = self.parentId === null ? seen.cluster : undefined;
    const shrunk = cluster && { desiredCapacity: Math.max(0, cluster.desiredCapacity - 1) };
    const gone = () => finish(self, input, { node: 'removed', ...(shrunk && { cluster: shrunk }) });

    if (!state.called && !state.way && cluster) {
      const fault = checkSize(cluster, { desired: cluster.nodes.length - 1, strict: true }, mostNodes);
      if (fault) return finish(self, input, { fault, node: untouched(node) });
    }
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

/** Out of service first; where there is nothing to get out of, or nothing behind the node, at once. */
function leave(self: Action, state: State, node: Node, input: Input, gone: () => Decision<State>): Decision<State> {
  const steps = state.way?.steps ?? passageFor(self, input).departure;
  const missing = state.way === null && self.parentId === null ? unseen(input.seen.policies, steps) : [];
  if (missing.length > 0) return { kind: 'look', sight: { policies: missing } };

  const marked = state.way || self.parentId !== null ? {} : busy(node, 'DELETING', 'Deletion in progress');
  const going = goOn<State>(self, state.way ?? setOut(steps, true, node), input, (way) => ({ called: false, way }), marked);
  if (going.kind !== 'through') return going;
  return node.token === null && node.physicalId === null ? gone() : remove(self, state, node, input, going.patch);
}

function remove(self: Action, { way }: State, node: Node, input: Input, patch: Partial<Node>): Decision<State> {
  const call = {
    to: 'remove',
    force: self.inputs['force'] === true,
    profileType: node.profileType,
    resource: resourceOf(self, node, input),
  } as const;
  return { kind: 'call', state: { called: true, way }, call, change: { node: patch } };
}
