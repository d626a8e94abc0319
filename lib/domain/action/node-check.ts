import { z } from 'zod';
import { type Node, settled, untouched } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import type { Action } from './action.ts';
import { isBalanced } from './balance-step.ts';
import { finish, learned, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { type Decision, defineMachine, type Input } from './machine.ts';
import { Way } from './taken.ts';
import { goOn, passageFor, policiesOn, setOut, unseen } from './way.ts';

/** `way`: the node is well, and its balancers are made sure of. */
const State = z.object({ way: Way.optional() });
type State = z.infer<typeof State>;

/** Asks the cloud how the node is. Bad news is an answer, not a failure; that nobody could tell is one. */
export const nodeCheck = defineMachine<State>({
  name: 'NODE_CHECK',
  success: 'Node check completed.',
  state: State,
  initial: {},
  sees: (self, { way }) => ({ policies: policiesOn(self, way), ...(self.parentId === null && self.clusterId !== '' && { watch: true }) }),
  decide(self, state, input) {
    const node = nodeOf(input);
    const { returned, now } = input;
    if (node.physicalId === null) {
      return finish(self, input, {
        fault: permanent('node.not-created', `The node '${node.name}' has no physical resource to check.`),
        node: untouched(node),
      });
    }
    if (state.way) return well(self, state.way, input, {});
    if (!returned || returned.kind === 'pending') {
      return { kind: 'call', state, call: { to: 'check', profileType: node.profileType, resource: resourceOf(self, node, input) } };
    }
    if (returned.kind === 'ok') {
      const steps = isBalanced(node) ? passageFor(self, input).arrival : [];
      const missing = self.parentId === null ? unseen(input.seen.policies, steps) : [];
      if (missing.length > 0) return { kind: 'look', sight: { policies: missing } };
      return well(self, setOut(steps, false, node), { ...input, returned: undefined }, learned(node, returned));
    }
    if (returned.kind === 'unhealthy') {
      const lost = returned.gone ? { physicalId: null } : {};
      return finish(self, input, { node: { ...lost, ...settled('ERROR', `Check: ${returned.reason}`, now) } });
    }
    return { kind: 'giveUp', fault: returned.fault };
  },
  abandon(self, { way }, input) {
    const node = nodeOf(input);
    if (input.signalled) return wrapUp(self, input, { node: untouched(node) });
    // It is well, and out of its balancer: Senlin's word for that.
    return wrapUp(self, input, { node: settled(way ? 'WARNING' : 'ERROR', `Check failed: ${input.reason}`, input.now) });
  },
});

function well(self: Action, way: Way, input: Input, patch: Partial<Node>): Decision<State> {
  const going = goOn<State>(self, way, input, (further) => ({ way: further }), patch);
  if (going.kind !== 'through') return going;
  return finish(self, input, { node: { ...going.patch, ...settled('ACTIVE', 'Check: Node is ACTIVE.', input.now) } });
}
