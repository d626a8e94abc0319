import type { Action } from '../action/action.ts';
import { tokenOfTurn } from '../action/recover-state.ts';
import { timelineOf } from '../action/recover-timeline.ts';
import { unlocked } from '../cluster/lock.ts';
import type { Node } from '../cluster/node.ts';
import { instanceIdOf } from './instance-id.ts';

/** The token under which an action made what is behind its node since; undefined for one that has made nothing. */
export function madeBy(action: Action): string | undefined {
  if (action.status !== 'SUCCEEDED') return undefined;
  if (action.action === 'NODE_CREATE') return action.id;
  if (action.action !== 'NODE_RECOVER') return undefined;
  // Workflows that were run for an attempt, before or after it, are no turns.
  const turns = timelineOf(action).filter(({ before, after }) => before === undefined && after === undefined);
  const last = turns.at(-1);
  return last?.name === 'RECREATE' && last.outcome === 'succeeded' ? tokenOfTurn(action, turns.length - 1) : undefined;
}

type Ids = {
  readonly now: string;
  /** Of the one in whose place it was made, if there was one. */
  readonly gone?: string;
};

/**
 * How the instances are called that actions are about. Each is called after whoever made it, so one that goes is called after the last that did, and one that is
 * made anew was another one before.
 *
 * @param actions all of them, in order
 */
export function instanceIds(actions: readonly Action[], nodes: ReadonlyMap<string, Node>): (action: Action) => Ids {
  const makers = new Map<string, string[]>();
  const before = new Map<string, number>();
  const born = new Map<string, string>();
  for (const action of actions) {
    const made = makers.get(action.target) ?? [];
    before.set(action.id, made.length);
    const token = madeBy(action);
    if (action.action === 'NODE_CREATE') born.set(action.target, action.id);
    if (token !== undefined) makers.set(action.target, [...made, token]);
  }
  return (action) => {
    const { id, target: of } = action;
    const node = nodes.get(of);
    const made = makers.get(of) ?? [];
    const place = before.get(id) ?? 0;
    const lock = node?.lock ?? unlocked;
    const called = (token: string | null) => instanceIdOf({ id: of, token, lock });
    if (action.action === 'NODE_CREATE') return { now: called(id) };
    const previous = made[place - 1];
    const anew = madeBy(action);
    if (anew !== undefined) return { now: called(anew), ...(previous !== undefined && { gone: called(previous) }) };
    // What has happened to it last is about the one that is there.
    if (place === made.length && node?.token) return { now: called(node.token) };
    return { now: called(previous ?? node?.token ?? born.get(of) ?? null) };
  };
}
