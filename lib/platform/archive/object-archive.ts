import { gzipSync } from 'node:zlib';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import { type Batch, DATA, isSameBatch, MANIFEST, Manifest, manifestOf } from '../../domain/retention/batch.ts';
import type { Archive, Kept } from '../../ports/archive.ts';
import { errorCode } from '../error-code.ts';
import { sha256Digest } from '../sha256-digest.ts';
import type { Objects } from './objects.ts';
import { unpack } from './unpack.ts';

/**
 * An archive of objects: a batch is one, compressed, with its manifest beside it, which comes last. Both are read back before a batch counts as kept; whoever was killed in
 * between leaves an object that nobody looks at, under the name that the same batch gets again.
 */
export const objectArchive = (objects: Objects): Archive => ({
  place: objects.place,
  async keep(batch) {
    try {
      return await keepIn(objects, batch);
    } catch (error) {
      return { kind: 'fault', fault: faultOf(objects, error) };
    }
  },
});

async function keepIn(objects: Objects, batch: Batch): Promise<Kept> {
  await objects.put(batch.name + DATA, gzipSync(batch.text));
  const stored = await objects.get(batch.name + DATA);
  if (!stored || sha256Digest(unpack(stored)) !== batch.sha256) return conflict(objects, batch.name + DATA);
  const manifest = manifestOf(batch);
  const was = await objects.put(batch.name + MANIFEST, Buffer.from(`${JSON.stringify(manifest)}\n`));
  const told = Manifest.safeParse(parse(await objects.get(batch.name + MANIFEST)));
  if (!told.success || !isSameBatch(told.data, manifest)) return conflict(objects, batch.name + MANIFEST);
  return { kind: 'kept', was };
}

const conflict = ({ place }: Objects, name: string): Kept => ({
  kind: 'fault',
  fault: permanent('archive.conflict', `'${name}' in ${place} is not what was to be kept there.`),
});

export function parse(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

const LATER = new Set(['SlowDown', 'ThrottlingException', 'ServiceUnavailable', 'InternalError', 'TimeoutError', 'RequestTimeout']);

/** It is asked again by the next run either way: which of the two it is tells the operator whether to wait. */
function faultOf({ place }: Objects, error: unknown): Fault {
  const said = error instanceof Error ? error.message : 'it failed';
  const isPassing =
    error instanceof Error &&
    (LATER.has(error.name) || ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND'].includes(errorCode(error) ?? ''));
  return isPassing
    ? transient('archive.unavailable', `The archive ${place} does not answer: ${said}`)
    : permanent('archive.refused', `The archive ${place} does not take what is brought: ${said}`);
}
