import { type Fault, permanent } from '../kernel/fault.ts';
import { after, type Instant, instant } from '../kernel/time.ts';
import { type Action, type Hook, isFinal, isOpen } from './action.ts';

/** What somebody says to a hook: the node may go on, or not, or: not yet. */
export type HookAnswer = { readonly token: string; readonly result: 'CONTINUE' | 'ABANDON' | 'HEARTBEAT' };

/** Which action a token is of: Senlin's is its id, ours begins with it. */
export const actionOfToken = (token: string): string => token.split('.', 1)[0] ?? '';

/**
 * The action once its hook was answered.
 *
 * A token is good for one answer, in time. One that is not the action's own is none at all; that it was close is nobody's business.
 */
export function answerHook(action: Action, { token, result }: HookAnswer, now: Instant): Action | Fault {
  const { hook } = action;
  if (!hook || !isSame(hook.token, token)) return permanent('action.not-found', `The action '${token}' could not be found.`);
  const over = whyOver(action, hook, now);
  if (over) return permanent('hook.over', over);
  const answered: Hook =
    result === 'HEARTBEAT'
      ? { ...hook, until: instant(Math.min(after(now, hook.timeout), hook.latest)), heartbeats: (hook.heartbeats ?? 0) + 1 }
      : { ...hook, result };
  // While the announcement is under way, its lease says when to look again.
  const dueAt = action.lease === null ? (result === 'HEARTBEAT' ? answered.until : now) : action.dueAt;
  return { ...action, hook: answered, dueAt };
}

function whyOver(action: Action, { result, until }: Hook, now: Instant): string | undefined {
  if (result !== null) return `The lifecycle hook was completed before, with ${result}.`;
  if (!isOpen(action) || isFinal(action.status) || action.closing || action.signal) return 'The action that waited has ended.';
  return now >= until ? 'The lifecycle hook has timed out.' : undefined;
}

/** Takes as long whether the first or the last character differs. */
function isSame(token: string, said: string): boolean {
  let differ = token.length ^ said.length;
  for (let i = 0; i < token.length; i++) differ |= token.charCodeAt(i) ^ (said.charCodeAt(i) || 0);
  return differ === 0;
}
