import type { Cluster } from '../domain/cluster/cluster.ts';
import type { Node } from '../domain/cluster/node.ts';
import type { Finding } from '../domain/health/findings.ts';

/** How the load balancer in front of a cluster says that a member is. `unknown` when there is none, or it could not tell. Never throws. */
export type MemberStatus = (cluster: Cluster, node: Node) => Promise<Finding>;
