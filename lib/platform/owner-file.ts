import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { errorCode } from './error-code.ts';

/** Undefined when there is no such file. */
export async function readIfAny(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, and never readable by others, not even for a moment. */
export async function writeForOwner(file: string, text: string): Promise<void> {
  if ((await readIfAny(file)) === text) {
    await chmod(file, 0o600);
    return;
  }
  const beside = `${file}.${process.pid}`;
  await writeFile(beside, text, { mode: 0o600 });
  await rename(beside, file);
}
