import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { permanent } from '../../domain/kernel/fault.ts';
import type { SealedFor } from '../../domain/outgoing/sealed-for.ts';
import type { Sealing } from '../../ports/sealing.ts';
import { errorCode } from '../error-code.ts';
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
    known ??= keyIn(home);
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

function keyIn(home: string): Buffer {
  const file = join(home, 'sealing.key');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  try {
    // Two processes may get here at once; the one that is first decides for both.
    writeFileSync(file, randomBytes(KEY_BYTES).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) throw new Error(`${file} does not hold a key of ${KEY_BYTES} bytes in hexadecimal digits.`);
  return key;
}
