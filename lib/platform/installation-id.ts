import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';

/**
 * Who this installation is, for as long as its state folder is: written at the first start and read ever after, so that moving the folder
 * does not make it a stranger to what it made.
 */
export function installationId(home: string): string {
  const file = join(home, 'installation');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  try {
    // Two processes may get here at once; the one that is first decides for both.
    writeFileSync(file, randomBytes(8).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
