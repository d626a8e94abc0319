import type { NamedCluster } from '../../../app/clustering.ts';
import { CLUSTER_STATUSES } from '../../../domain/cluster/cluster.ts';
import { PROCESSES, type Suspension } from '../../../domain/cluster/suspension.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { FIRST_BEYOND_SENLIN, type Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { boolean, documentSchema, integer, listOf, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utc, utcOrNull } from './times.ts';

export const clusterView = ({ cluster, profileName }: NamedCluster, version: Microversion): JsonObject => ({
  ...(isAtLeast(version, FIRST_BEYOND_SENLIN) && { capacity_owner: ownerView(cluster) }),
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
  ...(isAtLeast(version, FIRST_BEYOND_SENLIN) && { suspended: cluster.suspended ? suspensionView(cluster.suspended) : null }),
  timeout: cluster.timeout,
  updated_at: utcOrNull(cluster.updatedAt),
  user: cluster.user,
});

/** Nobody else has set the size of a cluster than whoever made it: then it is theirs. */
const ownerView = ({ capacity, user, initAt, declared }: NamedCluster['cluster']): JsonObject => ({
  by: capacity?.by ?? 'user',
  declared: declared?.number ?? null,
  id: capacity?.id ?? user,
  since: utc(capacity?.since ?? initAt),
});

const ownerSchema: JsonObject = documentSchema({ by: string, declared: maybe(integer), id: string, since: time });

const suspensionView = ({ since, reason, processes, everything }: Suspension): JsonObject => ({
  everything,
  processes,
  reason,
  since: utc(since),
});

const suspensionSchema: JsonObject = documentSchema({
  everything: boolean,
  processes: listOf(oneOf(PROCESSES)),
  reason: string,
  since: time,
});

export const clusterSchema: JsonObject = documentSchema(
  {
    capacity_owner: ownerSchema,
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
    suspended: maybe(suspensionSchema),
    timeout: integer,
    updated_at: maybe(time),
    user: string,
  },
  ['capacity_owner', 'suspended'],
);
