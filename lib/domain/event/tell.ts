import type { Action } from '../action/action.ts';
import type { Write } from '../documents.ts';
import { shortId } from '../kernel/ids.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import { type News, type Subject, tell, tellOfGone } from './news.ts';

/** What is told of an action: the event, and its target with the event counted in. */
export type Told<T> = { readonly target: T; readonly write: Write };

/** The event of an action's beginning. */
export const tellStart = <T extends Subject | undefined>(action: Action, target: T, now: Instant): Told<T> =>
  tellOf(action, target, now, { type: 'action-started', level: 'INFO', status: 'start', reason: shortId(action.id) });

type More = { readonly name?: string | undefined; readonly data?: JsonObject | undefined };

/**
 * The event of an action's end, whichever it was.
 *
 * @param success what to say when it went well @param more `name`: what it was called before; `data`: what else there is to know
 */
export function tellEnd<T extends Subject | undefined>(
  action: Action,
  target: T,
  success: string,
  now: Instant,
  { name, data }: More = {},
): Told<T> {
  return tellOf(action, target, now, { ...endOf(action, success), ...(name !== undefined && { name }), ...(data && { data }) });
}

function endOf({ status, statusReason, data }: Action, success: string): Omit<News, 'action' | 'cause'> {
  if (status === 'SUCCEEDED') return { type: 'action-succeeded', level: 'INFO', status: 'end', reason: success };
  const wasStopped = status === 'CANCELLED';
  if (!wasStopped && wasRefused(data)) return { type: 'policy-refused', level: 'ERROR', status: 'error', reason: statusReason };
  return {
    type: wasStopped ? 'action-cancelled' : 'action-failed',
    level: wasStopped ? 'WARN' : 'ERROR',
    status: 'error',
    reason: statusReason,
  };
}

/** As Senlin marks an action whose policies did not let it begin. */
const wasRefused = (data: Action['data']): boolean => data.status === 'ERROR' && 'policies' in data;

function tellOf<T extends Subject | undefined>(cause: Action, target: T, now: Instant, what: Omit<News, 'action' | 'cause'>): Told<T> {
  const news: News = { ...what, action: wordOf(cause), cause };
  if (!target) return { target, write: tellOfGone(cause, news, now) };
  const { history, write } = tell(target, news, now);
  return { target: { ...target, history }, write };
}

/** An operation is told by its own name. */
function wordOf({ action, inputs }: Action): string {
  const operation = action.endsWith('_OPERATION') ? inputs.operation : undefined;
  return typeof operation === 'string' ? operation : action;
}
