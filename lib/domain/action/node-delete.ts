import { z } from 'zod';
import { busy, settled, untouched } from '../cluster/node.ts';
import { checkSize } from '../cluster/sizing.ts';
import { finish, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { defineMachine } from './machine.ts';

/** Removes a node and what stands behind it. Removing what is gone already succeeds. */
export const nodeDelete = defineMachine({
  name: 'NODE_DELETE',
  success: 'Node deletion succeeded.',
  state: z.object({ called: z.boolean() }),
  initial: { called: false },
  decide(self, state, input) {
    const { seen, returned, now, mostNodes } = input;
    const { node } = seen;
    if (!node) return finish(self, input, { node: 'removed' });
    const cluster = self.parentId === null ? seen.cluster : undefined;
    const shrunk = cluster && { desiredCapacity: Math.max(0, cluster.desiredCapacity - 1) };
    const gone = () => finish(self, input, { node: 'removed', ...(shrunk && { cluster: shrunk }) });

    if (!state.called && cluster) {
      const fault = checkSize(cluster, { desired: cluster.nodes.length - 1, strict: true }, mostNodes);
      if (fault) return finish(self, input, { fault, node: untouched(node) });
    }
    if (node.token === null && node.physicalId === null) return gone();
    if (!returned || returned.kind === 'pending') {
      const force = self.inputs['force'] === true;
      const call = { to: 'remove', force, profileType: node.profileType, resource: resourceOf(self, node, input) } as const;
      const began = state.called || self.parentId !== null ? {} : { change: { node: busy(node, 'DELETING', 'Deletion in progress') } };
      return { kind: 'call', state: { called: true }, call, ...began };
    }
    if (returned.kind === 'ok') return gone();
    const reason = returned.kind === 'fault' ? returned.fault.message : returned.reason;
    return finish(self, input, {
      fault: returned.kind === 'fault' ? returned.fault : { kind: 'permanent', code: 'driver.refused', message: reason },
      node: settled('ERROR', `Deletion failed: ${reason}`, now),
    });
  },
  abandon(self, { called }, input) {
    const node = nodeOf(input);
    // Whether the resource still stands nobody knows once the call was made; before that, nothing happened.
    return wrapUp(self, input, {
      node: called ? settled('ERROR', `Deletion was interrupted: ${input.reason}`, input.now) : untouched(node),
    });
  },
});
