import type { JsonObject } from '../../../domain/kernel/json.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { documentSchema, map, maybe, string, time, uuid } from './document-schema.ts';
import { inOrder } from './in-order.ts';
import { utc, utcOrNull } from './times.ts';

/** Senlin shows a policy's times without a zone unless it was just written; here they always have one. */
export const policyView = (policy: Policy): JsonObject => ({
  created_at: utc(policy.createdAt),
  data: inOrder(policy.data),
  domain: policy.domain,
  id: policy.id,
  name: policy.name,
  project: policy.project,
  spec: inOrder(policy.spec),
  type: policy.type,
  updated_at: utcOrNull(policy.updatedAt),
  user: policy.user,
});

/** A policy that was looked at and not kept. */
export const validatedPolicyView = (policy: Policy): JsonObject => ({
  ...policyView(policy),
  created_at: null,
  id: null,
  name: 'validated_policy',
  updated_at: null,
});

export const policySchema: JsonObject = documentSchema({
  created_at: maybe(time),
  data: map,
  domain: maybe(string),
  id: maybe(uuid),
  name: string,
  project: string,
  spec: map,
  type: string,
  updated_at: maybe(time),
  user: string,
});
