import type { Refusal } from '../../domain/kernel/fault.ts';

/** What the verbs of all others say of something that a verb of groups, which asked them by its id, had just seen. */
const GONE: ReadonlySet<string> = new Set([
  'cluster.not-found',
  'node.not-found',
  'node.not-member',
  'schedule.not-found',
  'reference.not-found',
]);

/** It is gone for whoever looks the second time; more is for what else went meanwhile. */
const MOST_LOOKS = 5;

type Verb = (...asked: readonly unknown[]) => Promise<{ readonly kind: 'ok' } | Refusal>;

/**
 * The verbs, looking once more when what they had seen went before they came to act on it. Nothing was done then, and the second look says what is missing by
 * the name that the caller knows it by: nobody who speaks of groups and instances is told of clusters and nodes.
 */
export const lookingAgain = <V extends object>(verbs: V): V =>
  new Proxy(verbs, {
    get: (all, name) => {
      const verb = (all as Readonly<Record<string | symbol, Verb | undefined>>)[name];
      return verb && ((...asked: readonly unknown[]) => whileGone(() => verb(...asked)));
    },
  });

async function whileGone(ask: () => ReturnType<Verb>): ReturnType<Verb> {
  let answer = await ask();
  for (let looks = 1; looks < MOST_LOOKS && answer.kind === 'refused' && GONE.has(answer.fault.code); looks++) answer = await ask();
  return answer;
}
