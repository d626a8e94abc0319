import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import type { SealedFor } from '../outgoing/sealed-for.ts';
import { lifecycleHook } from './lifecycle-hook.ts';
import type { Policy } from './policy.ts';

/** What is kept and shown in its place. No secret is so short, so nobody makes a policy that signs with it by mistake. */
export const HIDDEN = '********';

/**
 * A policy's spec without the secret that messages of its hook are signed with, and that secret. Specs of other types, and without one, are as they were.
 *
 * @param type `name-version` @param properties as they were read: the user may have written the target as text
 */
export function withoutSecret(
  type: string,
  spec: JsonObject,
  properties: JsonObject,
): { readonly spec: JsonObject; readonly secret?: string } {
  const { target } = properties;
  if (!type.startsWith(`${lifecycleHook.name}-`) || !isJsonObject(target) || typeof target.secret !== 'string') return { spec };
  const written = isJsonObject(spec.properties) ? spec.properties : {};
  return { spec: { ...spec, properties: { ...written, target: { ...target, secret: HIDDEN } } }, secret: target.secret };
}

/** What a policy's secret is sealed for. */
export const sealedFor = ({ project, id }: Pick<Policy, 'project' | 'id'>): SealedFor => ({ project, object: `policy/${id}` });
