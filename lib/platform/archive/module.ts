import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { permanent } from '../../domain/kernel/fault.ts';
import type { Batch } from '../../domain/retention/batch.ts';
import type { Archive } from '../../ports/archive.ts';

/** What the operator's own module exports. It answers once the batch is kept for good; the same name comes again after a crash, with the same text. */
export type ArchiveModule = {
  readonly archive: (batch: Batch, context: { readonly signal: AbortSignal }) => Promise<unknown>;
};

/** Milliseconds. */
const PATIENCE = 120_000;
const LONGEST_REASON = 300;

/** Lets a module of the operator's keep what is archived. It is loaded at once: one that is none stops the start. @param patience how long it has for a batch */
export async function moduleArchive(file: string, patience = PATIENCE): Promise<Archive> {
  const place = path.resolve(file);
  const { archive } = (await import(pathToFileURL(place).href)) as Partial<ArchiveModule>;
  if (typeof archive !== 'function') throw new Error(`${place} exports no function 'archive'`);
  const refused = (why: unknown) =>
    ({ kind: 'fault', fault: permanent('archive.refused', `${place} does not take it: ${String(why).slice(0, LONGEST_REASON)}`) }) as const;
  return {
    place: `module:${place}`,
    async keep(batch) {
      const signal = AbortSignal.timeout(patience);
      const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('it took too long'))));
      try {
        const answer = await Promise.race([archive(batch, { signal }), late]);
        if (typeof answer === 'object' && answer !== null && 'refused' in answer) return refused(answer.refused);
        return { kind: 'kept', was: 'new' };
      } catch (error) {
        return refused(error instanceof Error ? error.message : error);
      }
    },
  };
}
