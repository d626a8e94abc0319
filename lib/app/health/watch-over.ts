import type { Ref } from '../../domain/documents.ts';
import { sliceIn } from '../../domain/health/round.ts';
import type { App } from '../app.ts';
import { checkSlice } from './check-slice.ts';
import { tendWatch } from './tend-watch.ts';

/** What a message to the `health` queue asks for: a look at the watch itself or, with a part, at one slice of its cluster's members. */
export async function watchOver(app: App, ref: Ref, part?: string): Promise<void> {
  if (part === undefined) return tendWatch(app, ref);
  const slice = sliceIn(part);
  return slice && checkSlice(app, ref, slice);
}
