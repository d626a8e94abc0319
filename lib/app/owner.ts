import type { Principal } from '../domain/identity/principal.ts';
import { type Refusal, refused } from '../domain/kernel/fault.ts';
import type { App } from './app.ts';
import type { Answer, Filed } from './verb.ts';
import type { Wish } from './wish.ts';

type Made = { readonly user: string; readonly project: string };

/** Who made something, as far as it is known when nobody is there: enough to ask for what a member of the project may ask for, and no more. */
export const ownerOf = ({ user, project }: Made): Principal => ({
  userId: user,
  userName: user,
  projectId: project,
  projectName: project,
  domainId: null,
  roles: ['member', 'reader'],
  isAdmin: false,
  canWrite: true,
});

/** The fault of what was asked for in the name of somebody who may not ask for it any more: it is no use to ask again. */
export const LOST = 'standing.lost';

/**
 * Asks in the name of whoever made something, if they still may.
 *
 * @param targetProject whose the target is, if not the maker's: then it is reached as long as it is shared
 */
export async function askAsOwner(app: App, made: Made, wish: Wish, targetProject = made.project): Promise<Answer<Filed>> {
  const lost = await whyLost(app, made);
  if (lost) return lost;
  const answer = await app.ask(app, ownerOf(made), wish);
  if (answer.kind === 'ok' || targetProject === made.project || !UNSHARED.includes(answer.fault.code)) return answer;
  return refused(LOST, `What it works on is not shared with its project any more, or for less than ${wish.action}.`);
}

const UNSHARED: readonly string[] = ['cluster.not-found', 'node.not-found', 'forbidden'];

export async function whyLost({ standings }: App, made: Made): Promise<Refusal | undefined> {
  return (await standings?.of(made)) === 'lost'
    ? refused(LOST, 'Whoever made it may not ask for anything in its project any more: another member of the project can make it anew.')
    : undefined;
}
