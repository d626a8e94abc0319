import type { NamedBinding } from '../../../app/clustering.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { boolean, documentSchema, integer, map, maybe, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utcOrNull } from './times.ts';

export const bindingView = ({ binding, clusterId, clusterName, policyName }: NamedBinding): JsonObject => ({
  cluster_id: clusterId,
  cluster_name: clusterName,
  data: inOrder(binding.data),
  enabled: binding.enabled,
  id: binding.id,
  last_op: utcOrNull(binding.lastOp),
  policy_id: binding.policyId,
  policy_name: policyName,
  policy_type: binding.policyType,
  priority: binding.priority,
});

export const bindingSchema: JsonObject = documentSchema({
  cluster_id: uuid,
  cluster_name: string,
  data: maybe(map),
  enabled: boolean,
  id: uuid,
  last_op: maybe(time),
  policy_id: uuid,
  policy_name: string,
  policy_type: string,
  priority: integer,
});
