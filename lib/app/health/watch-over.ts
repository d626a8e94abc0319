import type { Ref } from '../../domain/documents.ts';
import { partIn } from '../../domain/health/round.ts';
import type { App } from '../app.ts';
import { checkMembers } from './check-members.ts';
import { lookAtSuspects } from './look-at-suspects.ts';
import { tendWatch } from './tend-watch.ts';

/** What a message to the `health` queue asks for: a look at the watch itself or, with a part, at some of its cluster's members or suspects. */
export async function watchOver(app: App, ref: Ref, part?: string): Promise<void> {
  if (part === undefined) return tendWatch(app, ref);
  const wanted = partIn(part);
  if (!wanted) return undefined;
  return 'suspects' in wanted ? lookAtSuspects(app, ref, wanted.suspects) : checkMembers(app, ref, wanted);
}
