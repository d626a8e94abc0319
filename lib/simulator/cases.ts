import type { ActionName } from '../domain/action/action.ts';
import type { NamedDeed } from './deeds/deeds.ts';
import type { Draw } from './deeds/draw.ts';
import type { Facts } from './facts.ts';

/** A way of bringing an action about in a small world: a cluster of two and two nodes by themselves. */
export type ActionCase = {
  readonly action: ActionName;
  readonly what: string;
  readonly deeds: readonly NamedDeed[];
  readonly facts?: Facts;
};

const deed = (name: string, draw: Partial<Draw> = {}): NamedDeed => ({ name, draw: { which: 0, other: 0, much: 1, yes: false, ...draw } });
const one = (action: ActionName, what: string, deeds: readonly NamedDeed[] | NamedDeed, facts?: Facts): ActionCase => ({
  action,
  what,
  deeds: Array.isArray(deeds) ? deeds : [deeds as NamedDeed],
  ...(facts && { facts }),
});
const GUARDED: Facts = { guarded: true };

/** Every action there is, some in more than one manner. */
export const ACTION_KINDS: readonly ActionCase[] = [
  one('CLUSTER_CREATE', 'of three', deed('createCluster', { much: 3 })),
  one('CLUSTER_DELETE', 'of two', deed('deleteCluster')),
  one('CLUSTER_DELETE', 'by force', deed('deleteCluster', { yes: true })),
  one('CLUSTER_DELETE', 'behind hooks and a balancer', deed('deleteCluster'), GUARDED),
  one('CLUSTER_DELETE', 'of one that is shared', [deed('share'), deed('deleteCluster')]),
  one('CLUSTER_UPDATE', 'to another profile', deed('updateCluster', { yes: true })),
  one('CLUSTER_UPDATE', 'to another profile, behind hooks and a balancer', deed('updateCluster', { yes: true }), GUARDED),
  one('CLUSTER_ADD_NODES', 'of one', deed('addNodes', { much: 3 })),
  one('CLUSTER_DEL_NODES', 'let go', deed('deleteNodes', { much: 3 })),
  one('CLUSTER_DEL_NODES', 'destroyed', deed('deleteNodes', { much: 3, yes: true })),
  one('CLUSTER_RESIZE', 'to four', deed('resize', { much: 4, yes: true })),
  one('CLUSTER_RESIZE', 'with one that stands by', [
    deed('standByNodes', { much: 3, other: 1 }),
    deed('withdrawNodes', { much: 3, other: 4, yes: true }),
  ]),
  one('CLUSTER_CHECK', 'of two', deed('checkCluster')),
  one('CLUSTER_RECOVER', 'by rebooting', deed('recoverCluster', { much: 3 })),
  one('CLUSTER_RECOVER', 'of one that is lost', [deed('loseResource'), deed('recoverCluster', { much: 2, yes: true })], { lossy: true }),
  one('CLUSTER_REPLACE_NODES', 'one by another', deed('replaceNodes')),
  one('CLUSTER_REPLACE_NODES', 'by new ones', deed('renewNodes')),
  one('CLUSTER_REPLACE_NODES', 'by new ones, which come first', deed('renewNodes', { yes: true })),
  one('CLUSTER_REPLACE_NODES', 'let go, behind hooks and a balancer', deed('renewNodes', { other: 5 }), GUARDED),
  one('CLUSTER_SCALE_OUT', 'by two', deed('scaleOut', { much: 2 })),
  one('CLUSTER_SCALE_OUT', 'behind hooks and a balancer', deed('scaleOut', { much: 1 }), GUARDED),
  one('CLUSTER_SCALE_IN', 'by one', deed('scaleIn', { much: 1 })),
  one('CLUSTER_SCALE_IN', 'behind hooks and a balancer', deed('scaleIn', { much: 1 }), GUARDED),
  one('CLUSTER_ATTACH_POLICY', 'a deletion policy', deed('attachPolicy', { much: 4, yes: true })),
  one('CLUSTER_ATTACH_POLICY', 'a balancer', deed('attachRule', { much: 3, yes: true })),
  one('CLUSTER_DETACH_POLICY', 'a deletion policy', [deed('attachPolicy', { much: 4, yes: true }), deed('detachPolicy')]),
  one('CLUSTER_DETACH_POLICY', 'of a cluster behind a balancer', deed('detachPolicy', { other: 3 }), GUARDED),
  one('CLUSTER_UPDATE_POLICY', 'switched off', deed('enablePolicy'), GUARDED),
  one('CLUSTER_OPERATION', 'reboot', deed('operateCluster')),
  one('CLUSTER_SUSPEND', 'everything', deed('suspendCluster', { yes: true })),
  one('CLUSTER_RESUME', 'everything', [deed('suspendCluster', { yes: true }), deed('resumeCluster')]),
  one('CLUSTER_PROTECT_NODES', 'one', deed('protectNodes', { much: 3, other: 1 })),
  one('CLUSTER_UNPROTECT_NODES', 'one', deed('protectNodes', { much: 3, other: 9 })),
  one('CLUSTER_FILL_POOL', 'of two', deed('warmUp', { much: 2 })),
  one('CLUSTER_FILL_POOL', 'taken down', [deed('warmUp', { much: 2 }), deed('coolDown')]),
  one('NODE_CREATE', 'by itself', deed('createNode')),
  one('NODE_CREATE', 'into a cluster', deed('createNode', { yes: true })),
  one('NODE_DELETE', 'of a member', deed('deleteNode')),
  one('NODE_DELETE', 'of a member behind hooks and a balancer', deed('deleteNode'), GUARDED),
  one('NODE_DELETE', 'of one that is shared', [deed('share', { much: 2 }), deed('deleteNode')]),
  one('NODE_UPDATE', 'to another profile', deed('updateNode', { yes: true })),
  one('NODE_UPDATE', 'to another profile, behind hooks and a balancer', deed('updateNode', { yes: true }), GUARDED),
  one('NODE_JOIN', 'a cluster', deed('addNodes', { much: 3 })),
  one('NODE_LEAVE', 'a cluster', deed('deleteNodes', { much: 3 })),
  one('NODE_CHECK', 'of a member', deed('checkNode')),
  one('NODE_RECOVER', 'made anew', deed('recoverNode', { much: 0 })),
  one('NODE_RECOVER', 'by a chain', deed('recoverNodeSomehow', { much: 0, other: 1 })),
  one('NODE_RECOVER', 'with workflows around it', deed('recoverNodeSomehow', { much: 6, other: 1 })),
  one('NODE_OPERATION', 'stop', deed('operateNode')),
  one('NODE_OPERATION', 'into standby, behind hooks and a balancer', deed('enterStandby', { other: 1 }), GUARDED),
];
