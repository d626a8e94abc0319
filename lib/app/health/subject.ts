import type { Resource } from '../../domain/action/call.ts';
import { ownerOf } from '../../domain/action/leaf.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Finding } from '../../domain/health/findings.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { propertiesOf } from '../../domain/profile/properties.ts';

export const UNKNOWN: Finding = { kind: 'unknown' };

/** Whom is looked at, and how often in this round it was before: 1 for the first time. */
export type Subject = {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly profile: Profile | undefined;
  readonly attempt: number;
};

export const resourceOf = (node: Node, profile: Profile | undefined): Resource => ({
  token: node.token,
  physicalId: node.physicalId,
  memory: node.memory,
  owner: ownerOf(node),
  properties: profile ? propertiesOf(profile) : {},
});
