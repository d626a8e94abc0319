import { permanent } from '../../domain/kernel/fault.ts';
import { readReference, type SecretRef } from '../../domain/secret/reference.ts';
import type { SecretAnswer } from '../../ports/secrets.ts';
import { followReferences, type Secrets } from './follow-references.ts';

/** Reads what one reference leads to, right before it is used. */
export async function followOne(secrets: Secrets | undefined, project: string, secret: SecretRef): Promise<SecretAnswer> {
  const reference = readReference(secret);
  if (typeof reference === 'string') return { kind: 'fault', fault: permanent('secret.invalid', `Invalid reference: ${reference}.`) };
  if (!secrets) return { kind: 'fault', fault: permanent('secret.backend.none', 'This installation follows no references to secrets.') };
  const followed = await followReferences(secrets, project, [reference]);
  return followed.kind === 'fault' ? followed : { kind: 'ok', value: followed.values.get(reference.text) ?? '' };
}
