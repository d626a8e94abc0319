import type { Action } from '../action/action.ts';
import { isOrderedRest } from '../cluster/rest.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import { SLICE } from './round.ts';
import type { Suspect, Watch } from './watch.ts';

/** A watch remembers no more of them: news of others is dropped, as all was before there were suspects. */
export const MOST_SUSPECTS = 100;

/** From the news to the first look, and from one look to the next as long as somebody still works on the node or nobody can tell how it is. */
const PAUSES: readonly Seconds[] = [5, 30, 30, 60].map(seconds);

/** Clocks of two workers differ by no more: a look that may have begun already counts for nothing that is heard now. */
const CLOCKS: Seconds = seconds(2);

const pauseBefore = (looks: number): Seconds => PAUSES[looks] ?? seconds(60);

/** Whether what is told of a node is what whoever holds it was asked to bring about: then it is no news. */
export const isOwnDoing = ({ action, inputs }: Pick<Action, 'action' | 'inputs'>): boolean =>
  action === 'NODE_DELETE' || (action === 'NODE_OPERATION' && isOrderedRest(inputs.operation));

/**
 * Remembers that a node is to be looked at once it is free.
 *
 * @returns the same watch where that is remembered already and nobody can have looked yet; undefined where there is no room
 */
export function suspect(watch: Watch, nodeId: string, reason: string, now: Instant): Watch | undefined {
  const { suspects = {} } = watch;
  const before = suspects[nodeId];
  if (before && before.looks === 0 && after(now, CLOCKS) < before.lookAt) return watch;
  if (!before && Object.keys(suspects).length >= MOST_SUSPECTS) return undefined;
  const { looks, lookAt } = before ?? { looks: 0, lookAt: after(now, pauseBefore(0)) };
  const dueAt = watch.dueAt !== null && watch.dueAt <= lookAt ? watch.dueAt : lookAt;
  return { ...watch, suspects: { ...suspects, [nodeId]: { reason, heard: now, lookAt, looks } }, dueAt };
}

/**
 * The suspects whose time has come, in parts that are looked at side by side, and the watch with their next look in it: should nobody get to this one,
 * there will be another. The same watch when there are none.
 */
export function callSuspects(watch: Watch, now: Instant): { readonly watch: Watch; readonly parts: readonly (readonly string[])[] } {
  const due = Object.entries(watch.suspects ?? {}).filter(([, { lookAt }]) => watch.enabled && lookAt <= now);
  if (due.length === 0) return { watch, parts: [] };
  const called = due.map(([id, one]) => [id, { ...one, looks: one.looks + 1, lookAt: after(now, pauseBefore(one.looks + 1)) }] as const);
  const parts = Array.from({ length: Math.ceil(due.length / SLICE) }, (_, i) => due.slice(i * SLICE, (i + 1) * SLICE).map(([id]) => id));
  return { watch: { ...watch, suspects: { ...watch.suspects, ...Object.fromEntries(called) } }, parts };
}

/** Without those of whom it is known by now how they are. One of whom more was heard since it was looked at stays. The same watch when all stay. */
export function cleared(watch: Watch, looked: readonly { readonly nodeId: string; readonly heard: Suspect['heard'] }[]): Watch {
  const known = new Set(looked.filter(({ nodeId, heard }) => watch.suspects?.[nodeId]?.heard === heard).map(({ nodeId }) => nodeId));
  if (known.size === 0) return watch;
  return { ...watch, suspects: Object.fromEntries(Object.entries(watch.suspects ?? {}).filter(([id]) => !known.has(id))) };
}
