import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import type { SealedFor } from '../../domain/outgoing/sealed-for.ts';
import type { Sealing } from '../../ports/sealing.ts';
import { decrypt, encrypt } from './envelope.ts';

const KIND = 'kms.1';
/** A warm Lambda opens the same few secrets again and again: each envelope is unwrapped once. */
const MOST_KNOWN = 1_000;

/**
 * Envelope encryption: every secret has a data key of its own, wrapped by a KMS key under an encryption context that names the project and the object, so
 * that the key's policy and CloudTrail can tell them apart.
 */
export function kmsSealing(client: KMSClient, keyId: string): Sealing {
  const known = new Map<string, Buffer>();

  async function unwrap(wrapped: string, binding: SealedFor): Promise<Buffer> {
    const name = JSON.stringify([wrapped, binding.project, binding.object]);
    const remembered = known.get(name);
    if (remembered) return remembered;
    const { Plaintext } = await client.send(
      new DecryptCommand({ KeyId: keyId, CiphertextBlob: Buffer.from(wrapped, 'base64url'), EncryptionContext: { ...binding } }),
    );
    if (known.size >= MOST_KNOWN) known.clear();
    const key = Buffer.from(Plaintext ?? []);
    known.set(name, key);
    return key;
  }

  return {
    async seal(secret, binding) {
      try {
        const { Plaintext, CiphertextBlob } = await client.send(
          new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: { ...binding } }),
        );
        const sealed = encrypt(Buffer.from(Plaintext ?? []), secret, binding);
        return { kind: 'sealed', text: `${KIND}.${Buffer.from(CiphertextBlob ?? []).toString('base64url')}.${sealed}` };
      } catch (error) {
        return { kind: 'fault', fault: faultOf(error) };
      }
    },
    async open(text, binding) {
      const [, wrapped, sealed] = /^kms\.1\.([\w-]+)\.([\w-]+)$/.exec(text) ?? [];
      if (wrapped === undefined || sealed === undefined) return { kind: 'fault', fault: unreadable };
      try {
        const secret = decrypt(await unwrap(wrapped, binding), sealed, binding);
        return secret === undefined ? { kind: 'fault', fault: unreadable } : { kind: 'opened', secret };
      } catch (error) {
        return { kind: 'fault', fault: faultOf(error) };
      }
    },
  };
}

const unreadable = permanent('sealing.unreadable', 'A stored secret cannot be read: it was altered, or sealed with another key.');

const UNREADABLE = ['InvalidCiphertextException', 'IncorrectKeyException'];
const REFUSED = ['AccessDeniedException', 'NotFoundException', 'DisabledException', 'KMSInvalidStateException'];

/** The message of a fault names what is wrong with the key, never what was sealed. */
function faultOf(error: unknown): Fault {
  const name = error instanceof Error ? error.name : '';
  if (UNREADABLE.includes(name)) return unreadable;
  if (REFUSED.includes(name)) return permanent('sealing.refused', `The key that seals secrets cannot be used (${name}).`);
  return transient('sealing.unavailable', 'The key that seals secrets could not be reached.');
}
