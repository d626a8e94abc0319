import type { NamedNode } from '../../../app/clustering.ts';
import { NODE_STATUSES } from '../../../domain/cluster/node.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { FIRST_BEYOND_SENLIN, type Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { v1 } from '../microversion.ts';
import { boolean, documentSchema, integer, map, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utc, utcOrNull } from './times.ts';

const TAINTED_SINCE = v1(13);

export const nodeView = ({ node, profileName, details }: NamedNode, version: Microversion): JsonObject => ({
  cluster_id: node.clusterId,
  created_at: utcOrNull(node.createdAt),
  data: inOrder(node.data),
  dependents: inOrder(node.dependents),
  ...(details && { details: inOrder(details) }),
  domain: node.domain,
  id: node.id,
  index: node.index,
  init_at: utc(node.initAt),
  metadata: inOrder(node.metadata),
  name: node.name,
  physical_id: node.physicalId,
  profile_id: node.profileId,
  profile_name: profileName,
  project: node.project,
  role: node.role,
  status: node.status,
  status_reason: node.statusReason,
  ...(isAtLeast(version, FIRST_BEYOND_SENLIN) && {
    protected: node.protected ?? false,
    standby: Boolean(node.standby),
    suspended: Boolean(node.suspended),
  }),
  ...(isAtLeast(version, TAINTED_SINCE) && { tainted: node.tainted }),
  updated_at: utcOrNull(node.updatedAt),
  user: node.user,
});

export const nodeSchema: JsonObject = documentSchema(
  {
    cluster_id: string,
    created_at: maybe(time),
    data: map,
    dependents: map,
    details: map,
    domain: maybe(string),
    id: uuid,
    index: integer,
    init_at: time,
    metadata: map,
    name: string,
    physical_id: maybe(string),
    profile_id: uuid,
    profile_name: string,
    project: string,
    protected: boolean,
    role: string,
    standby: boolean,
    status: oneOf(NODE_STATUSES),
    status_reason: string,
    suspended: boolean,
    tainted: boolean,
    updated_at: maybe(time),
    user: string,
  },
  ['details', 'protected', 'standby', 'suspended', 'tainted'],
);
