import { z } from 'zod';
import { settled } from '../cluster/node.ts';
import { checkSize } from '../cluster/sizing.ts';
import { finish, learned, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { defineMachine } from './machine.ts';

/** Brings one node into being. The action's own id is the driver's token. */
export const nodeCreate = defineMachine({
  name: 'NODE_CREATE',
  success: 'Node creation succeeded.',
  state: z.object({ called: z.boolean() }),
  initial: { called: false },
  decide(self, state, input) {
    const node = nodeOf(input);
    const { returned, seen, now, mostNodes } = input;
    const cluster = self.parentId === null ? seen.cluster : undefined;

    if (!state.called && cluster) {
      const fault = checkSize(cluster, { desired: cluster.nodes.length, strict: true }, mostNodes);
      if (fault) {
        const nodes = cluster.nodes.filter((id) => id !== node.id);
        return finish(self, input, {
          fault,
          node: { ...settled('ERROR', fault.message, now), clusterId: '', index: -1 },
          cluster: { nodes },
        });
      }
    }
    if (!returned || returned.kind === 'pending') {
      const call = { to: 'ensure', token: self.id, profileType: node.profileType, resource: resourceOf(self, node, input) } as const;
      const began = state.called ? {} : { change: { node: { status: 'CREATING', statusReason: 'Creation in progress' } } as const };
      return { kind: 'call', state: { called: true }, call, ...(self.parentId === null ? began : {}) };
    }
    if (returned.kind !== 'ok') {
      const fault = returned.kind === 'fault' ? returned.fault : undefined;
      return { kind: 'giveUp', fault: fault ?? { kind: 'permanent', code: 'driver.unhealthy', message: 'The resource did not come up.' } };
    }
    return finish(self, input, {
      node: { ...learned(node, returned), ...settled('ACTIVE', 'Creation succeeded', now), token: self.id, createdAt: now },
      ...(cluster && { cluster: { desiredCapacity: cluster.desiredCapacity + 1 } }),
    });
  },
  abandon(self, { called }, input) {
    const { undone, reason, seen } = input;
    if (!seen.node) return { kind: 'close' };
    const resource = resourceOf(self, seen.node, input, { token: self.id, physicalId: null });
    if (called && !undone) return { kind: 'undo', call: { to: 'remove', force: true, profileType: seen.node.profileType, resource } };
    // The token stays: should something be left behind after all, deleting the node removes it.
    return wrapUp(self, input, { node: { ...settled('ERROR', reason, input.now), token: called ? self.id : null, physicalId: null } });
  },
});
