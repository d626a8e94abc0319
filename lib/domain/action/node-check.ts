import { z } from 'zod';
import { settled, untouched } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import { finish, learned, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { defineMachine } from './machine.ts';

/** Asks the cloud how the node is. Bad news is an answer, not a failure; that nobody could tell is one. */
export const nodeCheck = defineMachine({
  name: 'NODE_CHECK',
  success: 'Node check completed.',
  state: z.object({}),
  initial: {},
  decide(self, state, input) {
    const node = nodeOf(input);
    const { returned, now } = input;
    if (node.physicalId === null) {
      return finish(self, input, {
        fault: permanent('node.not-created', `The node '${node.name}' has no physical resource to check.`),
        node: untouched(node),
      });
    }
    if (!returned || returned.kind === 'pending') {
      return { kind: 'call', state, call: { to: 'check', profileType: node.profileType, resource: resourceOf(self, node, input) } };
    }
    if (returned.kind === 'ok') {
      return finish(self, input, { node: { ...learned(node, returned), ...settled('ACTIVE', 'Check: Node is ACTIVE.', now) } });
    }
    if (returned.kind === 'unhealthy') {
      const lost = returned.gone ? { physicalId: null } : {};
      return finish(self, input, { node: { ...lost, ...settled('ERROR', `Check: ${returned.reason}`, now) } });
    }
    return { kind: 'giveUp', fault: returned.fault };
  },
  abandon: (self, _, input) =>
    wrapUp(self, input, {
      node: input.signalled ? untouched(nodeOf(input)) : settled('ERROR', `Check failed: ${input.reason}`, input.now),
    }),
});
