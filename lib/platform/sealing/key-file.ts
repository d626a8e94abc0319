import { randomBytes } from 'node:crypto';
import { permanent } from '../../domain/kernel/fault.ts';
import type { SealedFor } from '../../domain/outgoing/sealed-for.ts';
import type { Sealing } from '../../ports/sealing.ts';
import { SEALING_KEY, stateFile } from '../state-file.ts';
import { decrypt, encrypt } from './envelope.ts';

const KIND = 'file.2';
/** Before secrets had keys of their own. */
const OLDER = 'file.1';
const KEY_BYTES = 32;

/**
 * Envelope encryption as with KMS: every secret has a data key of its own, wrapped by a key in the state folder that only its owner can read, made when it is
 * first needed. Whoever has the folder has the key: this keeps secrets out of backups of the table, logs and listings, not from whoever runs the service.
 */
export function keyFileSealing(home: string): Sealing {
  let known: Buffer | undefined;
  const key = () => {
    known ??= Buffer.from(stateFile(home, SEALING_KEY), 'hex');
    return known;
  };
  return {
    seal: async (secret, binding) => {
      const own = randomBytes(KEY_BYTES);
      return { kind: 'sealed', text: `${KIND}.${encrypt(key(), own.toString('hex'), binding)}.${encrypt(own, secret, binding)}` };
    },
    open: async (text, binding) => {
      const secret = unwrapped(key(), text, binding);
      return secret === undefined
        ? {
            kind: 'fault',
            fault: permanent('sealing.unreadable', 'A stored secret cannot be read: it was altered, or sealed with another key.'),
          }
        : { kind: 'opened', secret };
    },
  };
}

function unwrapped(key: Buffer, text: string, binding: SealedFor): string | undefined {
  const [, kind, wrapped = '', sealed = ''] = /^(file\.[12])\.([\w-]+)(?:\.([\w-]+))?$/.exec(text) ?? [];
  if (kind === OLDER) return sealed === '' ? decrypt(key, wrapped, binding) : undefined;
  const own = kind === KIND ? decrypt(key, wrapped, binding) : undefined;
  return own === undefined ? undefined : decrypt(Buffer.from(own, 'hex'), sealed, binding);
}
