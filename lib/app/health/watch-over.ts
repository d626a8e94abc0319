import type { Ref } from '../../domain/documents.ts';
import { partIn } from '../../domain/health/round.ts';
import type { App } from '../app.ts';
import { checkMembers } from './check-members.ts';
import { tendWatch } from './tend-watch.ts';

/** What a message to the `health` queue asks for: a look at the watch itself or, with a part, at some of its cluster's members. */
export async function watchOver(app: App, ref: Ref, part?: string): Promise<void> {
  if (part === undefined) return tendWatch(app, ref);
  const wanted = partIn(part);
  return wanted && checkMembers(app, ref, wanted);
}
