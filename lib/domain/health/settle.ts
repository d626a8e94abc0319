import { after, type Instant } from '../kernel/time.ts';
import { closedFor, opened } from './breaker.ts';
import { endedWith, withoutForgiven } from './trouble.ts';
import { type Breaker, type Recovery, underWay, type Watch } from './watch.ts';

/** What became of a recovery. `stopped`: somebody called it off, which says nothing of the node. */
export type Verdict = { readonly actionId: string; readonly how: 'succeeded' | 'failed' | 'stopped' };

/**
 * Takes note of the recoveries that have ended.
 *
 * @param verdicts of those that ended, in the order in which they count; one that is not under way is passed over, so telling twice is telling once
 * @returns the same watch when nothing is new
 */
export function settle(watch: Watch, verdicts: readonly Verdict[], now: Instant): Watch {
  const { rule } = watch;
  const recent = watch.recoveries.filter(({ ended }) => ended === null || now < after(ended, rule.breaker.window));
  let next: Watch = recent.length === watch.recoveries.length ? watch : { ...watch, recoveries: recent };
  for (const verdict of verdicts) next = end(next, verdict, now);
  const troubles = withoutForgiven(next.troubles, now);
  return troubles === next.troubles ? next : { ...next, troubles };
}

function end(watch: Watch, { actionId, how }: Verdict, now: Instant): Watch {
  const recovery = underWay(watch).find((one) => one.actionId === actionId);
  if (!recovery) return watch;
  const succeeded = how === 'succeeded';
  const ended = (one: Recovery): Recovery => (one === recovery ? { ...one, ended: now, succeeded } : one);
  const trouble = watch.troubles[recovery.nodeId];
  return {
    ...watch,
    recoveries: watch.recoveries.map(ended),
    troubles: trouble ? { ...watch.troubles, [recovery.nodeId]: endedWith(trouble, succeeded, now) } : watch.troubles,
    breaker: judged(watch, recovery, how, now),
  };
}

function judged({ breaker, rule, recoveries }: Watch, recovery: Recovery, how: Verdict['how'], now: Instant): Breaker {
  switch (breaker.state) {
    case 'closed':
      if (how === 'stopped') return breaker;
      return { ...breaker, failures: how === 'succeeded' ? 0 : breaker.failures + 1 };
    // What was begun before it opened proves nothing about now.
    case 'open':
      return breaker;
    case 'half-open': {
      const isProbe = recovery === recoveries.at(-1);
      if (!isProbe) return breaker;
      if (how === 'succeeded') return closedFor(rule.breaker, now);
      return opened(breaker, rule.breaker, breaker.reason, now);
    }
  }
}
