import { z } from 'zod';
import type { Cluster } from '../cluster/cluster.ts';
import { type Node, settled, untouched } from '../cluster/node.ts';
import { checkSize } from '../cluster/sizing.ts';
import { permanent } from '../kernel/fault.ts';
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

    // Somebody brought it into being while this waited for its turn.
    if (!state.called && node.physicalId !== null) return finish(self, input, { node: untouched(node), ...(cluster && larger(cluster)) });
    if (!state.called && node.token !== null) {
      const fault = permanent('node.not-created', `The node '${node.name}' was worked on before it was created.`);
      return finish(self, input, { fault, node: untouched(node) });
    }
    if (!state.called && cluster) {
      const fault = checkSize(cluster, { desired: cluster.nodes.length, strict: true }, mostNodes);
      if (fault) return finish(self, input, { fault, node: { ...settled('ERROR', fault.message, now), clusterId: '', index: -1 } });
    }
    if (!returned || returned.kind === 'pending') {
      const call = { to: 'ensure', token: self.id, profileType: node.profileType, resource: resourceOf(self, node, input) } as const;
      const began = state.called ? {} : { change: { node: { status: 'CREATING', statusReason: 'Creation in progress' } } as const };
      return { kind: 'call', state: { called: true }, call, ...(self.parentId === null ? began : {}) };
    }
    if (returned.kind !== 'ok') {
      const fault = returned.kind === 'fault' ? returned.fault : undefined;
      return { kind: 'giveUp', fault: fault ?? permanent('driver.unhealthy', 'The resource did not come up.') };
    }
    return finish(self, input, {
      node: { ...learned(node, returned), ...settled('ACTIVE', 'Creation succeeded', now), token: self.id, createdAt: now },
      ...(cluster && larger(cluster)),
    });
  },
  abandon(self, { called }, input) {
    const { undone, reason, now } = input;
    const node = nodeOf(input);
    const failed = settled('ERROR', reason, now);
    // Before the call nothing was made by this action; what there is, somebody else made meanwhile.
    if (!called) return wrapUp(self, input, { node: hasResource(node) ? untouched(node) : failed });
    const resource = resourceOf(self, node, input, { token: self.id, physicalId: null });
    if (!undone) return { kind: 'undo', call: { to: 'remove', force: true, profileType: node.profileType, resource } };
    // The token stays: should something be left behind after all, deleting the node removes it.
    return wrapUp(self, input, { node: { ...failed, token: self.id, physicalId: null } });
  },
});

const hasResource = ({ token, physicalId }: Node): boolean => token !== null || physicalId !== null;

const larger = ({ desiredCapacity }: Cluster) => ({ cluster: { desiredCapacity: desiredCapacity + 1 } });
