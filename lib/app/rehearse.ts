import type { Principal } from '../domain/identity/principal.ts';
import type { Fault, Refusal } from '../domain/kernel/fault.ts';
import type { App } from './app.ts';
import type { Wish } from './wish.ts';
import { withCommit } from './with-commit.ts';

/** What says how a target is now, and nothing about whether the wish makes sense. */
const PASSING: ReadonlySet<string> = new Set([
  'resource.locked',
  'resource.in-use',
  'action.in-progress',
  'action.conflict',
  'action.cooldown',
  'cluster.suspended',
  'node.suspended',
  'policy.outside-window',
]);

/** Why a wish would be refused, whenever it is made; undefined when it would be taken, or only is not just now: bounds are set by others, too. Files nothing. */
export async function rehearse(app: App, caller: Principal, wish: Wish): Promise<Refusal | undefined> {
  const still: App = { ...app, store: withCommit(app.store, async () => 'committed'), nudges: { send: async () => undefined } };
  const answer = await app.ask(still, caller, wish);
  return answer.kind === 'ok' || isPassing(answer.fault) || answer.fault.code === 'cluster.bounds' ? undefined : answer;
}

/** Whether the same may be taken a little later. */
export const isPassing = ({ kind, code }: Fault): boolean => kind === 'transient' || PASSING.has(code);
