import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';

/** What a file of the state folder holds for as long as the folder is there. */
export type StateFile = {
  readonly name: string;
  /** Of so many bytes of chance, in hexadecimal digits. */
  readonly bytes: number;
  readonly isSound: (text: string) => boolean;
  /** What it has to hold, and what becomes of whoever goes on without. */
  readonly rule: string;
};

const isHex = (bytes: number) => (text: string) => text.length === 2 * bytes && /^[0-9a-f]*$/i.test(text);

export const INSTALLATION: StateFile = {
  name: 'installation',
  bytes: 8,
  isSound: (text) => /^[\w.-]{1,64}$/.test(text),
  rule: 'has to hold the name of this installation, 1 to 64 letters, digits, dots, underscores and hyphens: under another it would take nothing that it made for its own',
};
export const MARKS_KEY: StateFile = {
  name: 'marks.key',
  bytes: 32,
  isSound: (text) => text.length >= 64,
  rule: 'has to hold 64 hexadecimal digits: with others nothing that was marked before would count as made here',
};
export const SEALING_KEY: StateFile = {
  name: 'sealing.key',
  bytes: 32,
  isSound: isHex(32),
  rule: 'has to hold 64 hexadecimal digits: with others no secret that was sealed before could be read',
};

/** What is there cannot be what was written. It is not made anew: what the old one was good for would be lost without a word. */
export class DamagedState extends Error {
  constructor(file: string, rule: string) {
    super(`${file} is damaged: it ${rule}. Put it back from a backup, or remove it if nothing depends on it any more.`);
    this.name = 'DamagedState';
  }
}

/**
 * What a file of the state folder holds; it is made where there is none, readable by its owner only.
 *
 * @throws {DamagedState} when it holds something else
 */
export function stateFile(home: string, kind: StateFile): string {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(home, kind.name);
  const known = read(file, kind);
  if (known !== undefined) return known;
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, randomBytes(kind.bytes).toString('hex'), { flag: 'wx', mode: 0o600, flush: true });
    // Two processes may get here at once; the one that is first decides for both. Nobody ever finds half of it, whenever this is killed and however full the disk.
    linkSync(draft, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(file, kind) ?? '';
}

/** Whether all that is there of the state folder is whole. @throws {DamagedState} of the first that is not */
export function ensureSound(home: string): void {
  for (const kind of [INSTALLATION, MARKS_KEY, SEALING_KEY]) read(join(home, kind.name), kind);
}

function read(file: string, { isSound, rule }: StateFile): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (!isSound(text)) throw new DamagedState(file, rule);
    return text;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}
