import type { NamedCluster } from '../../../app/clustering.ts';
import { CLUSTER_STATUSES } from '../../../domain/cluster/cluster.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { documentSchema, integer, listOf, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utc, utcOrNull } from './times.ts';

export const clusterView = ({ cluster, profileName }: NamedCluster): JsonObject => ({
  config: inOrder(cluster.config),
  created_at: utcOrNull(cluster.createdAt),
  data: inOrder(cluster.data),
  dependents: inOrder(cluster.dependents),
  desired_capacity: cluster.desiredCapacity,
  domain: cluster.domain,
  id: cluster.id,
  init_at: utc(cluster.initAt),
  max_size: cluster.maxSize,
  metadata: inOrder(cluster.metadata),
  min_size: cluster.minSize,
  name: cluster.name,
  nodes: cluster.nodes,
  // The ids of the bindings, not of the policies: Senlin's way.
  policies: cluster.bindings.map((binding) => binding.id),
  profile_id: cluster.profileId,
  profile_name: profileName,
  project: cluster.project,
  status: cluster.status,
  status_reason: cluster.statusReason,
  timeout: cluster.timeout,
  updated_at: utcOrNull(cluster.updatedAt),
  user: cluster.user,
});

export const clusterSchema: JsonObject = documentSchema({
  config: map,
  created_at: maybe(time),
  data: map,
  dependents: map,
  desired_capacity: integer,
  domain: maybe(string),
  id: uuid,
  init_at: time,
  max_size: integer,
  metadata: map,
  min_size: integer,
  name: string,
  nodes: listOf(uuid),
  policies: listOf(uuid),
  profile_id: uuid,
  profile_name: string,
  project: string,
  status: oneOf(CLUSTER_STATUSES),
  status_reason: string,
  timeout: integer,
  updated_at: maybe(time),
  user: string,
});
