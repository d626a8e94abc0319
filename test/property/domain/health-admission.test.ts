import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { admit } from '../../../lib/domain/health/admission.ts';
import { mostAtOnce } from '../../../lib/domain/health/rule.ts';
import { settle } from '../../../lib/domain/health/settle.ts';
import { underWay, type Watch } from '../../../lib/domain/health/watch.ts';
import { after, type Instant, seconds } from '../../../lib/domain/kernel/time.ts';
import { T0 } from '../../support/documents.ts';
import { aRule, aWatch } from '../../support/watches.ts';

/** What happens to a cluster: somebody looks who is ill, or a recovery ends, and time passes. */
const moves = fc.array(
  fc.record({
    pass: fc.constantFrom(0, 1, 20, 61, 400, 4_000),
    ill: fc.uniqueArray(fc.nat(11), { maxLength: 12 }),
    ends: fc.option(fc.record({ which: fc.nat(11), how: fc.constantFrom('succeeded' as const, 'failed' as const, 'stopped' as const) })),
  }),
  { minLength: 1, maxLength: 40, size: 'max' },
);
const rules = fc.record({
  limit: fc.record({ kind: fc.constantFrom('count' as const, 'percentage' as const), number: fc.integer({ min: 1, max: 100 }) }),
  failures: fc.integer({ min: 1, max: 6 }),
  share: fc.integer({ min: 1, max: 100 }),
});
const SIZE = 12;
type Step = {
  readonly before: Watch;
  readonly after: Watch;
  readonly begin: readonly string[];
  readonly now: Instant;
  readonly ill: readonly string[];
};

/** Plays the moves; every step as it was admitted. */
function play(
  rule: { limit: Watch['rule']['limit']; failures: number; share: number },
  happened: readonly { pass: number; ill: readonly number[]; ends: { which: number; how: 'succeeded' | 'failed' | 'stopped' } | null }[],
): Step[] {
  let watch = aWatch({ rule: aRule({ limit: rule.limit, breaker: { ...aRule().breaker, failures: rule.failures, share: rule.share } }) });
  let now = T0;
  let serial = 0;
  return happened.map(({ pass, ill, ends }) => {
    now = after(now, seconds(pass));
    const over = ends && underWay(watch)[ends.which % Math.max(1, underWay(watch).length)];
    const before = settle(watch, ends && over ? [{ actionId: over.actionId, how: ends.how }] : [], now);
    const patients = ill.map((n) => ({ nodeId: `n${n}`, reason: 'ill' }));
    const admitted = admit(before, patients, SIZE, now, () => `action-${++serial}`);
    watch = admitted.watch;
    return { before, after: watch, begin: admitted.begin.map(({ nodeId }) => nodeId), now, ill: patients.map(({ nodeId }) => nodeId) };
  });
}

const always = (holds: (step: Step) => boolean) =>
  fc.assert(
    fc.property(rules, moves, (rule, happened) => play(rule, happened).every(holds)),
    { numRuns: 1_000 },
  );

describe('admission', () => {
  test('never lets in more than the limit', () =>
    always(({ after: { rule }, after: watch, begin }) => begin.length === 0 || underWay(watch).length <= mostAtOnce(rule.limit, SIZE)));

  test('never recovers a node twice at once', () =>
    always(({ after: watch }) => new Set(underWay(watch).map(({ nodeId }) => nodeId)).size === underWay(watch).length));

  test('begins nothing while the breaker is open, and one at a time while it tries', () =>
    always(
      ({ before, after: watch, begin }) =>
        (watch.breaker.state !== 'open' || begin.length === 0) &&
        (watch.breaker.state !== 'half-open' || begin.length <= 1) &&
        (before.breaker.state !== 'half-open' || begin.length === 0 || underWay(before).length === 0),
    ));

  test('recovers only who is ill', () => always(({ begin, ill }) => begin.every((nodeId) => ill.includes(nodeId))));

  test('an open breaker says why and when it tries again', () =>
    always(
      ({ after: { breaker } }) => breaker.state !== 'open' || (breaker.reason !== '' && breaker.retryAt !== null && breaker.since !== null),
    ));

  test('lets nobody wait without a reason: if there is room and no pause, somebody begins', () =>
    always(({ after: watch, begin, ill, now }) => {
      const busy = new Set(underWay(watch).map(({ nodeId }) => nodeId));
      const ready = ill.filter((nodeId) => !busy.has(nodeId) && now >= (watch.troubles[nodeId]?.notBefore ?? 0));
      return (
        begin.length > 0 ||
        watch.breaker.state !== 'closed' ||
        ready.length === 0 ||
        underWay(watch).length >= mostAtOnce(watch.rule.limit, SIZE)
      );
    }));

  test('whatever happened, once recoveries work again everybody is recovered within a day', () => {
    fc.assert(
      fc.property(rules, moves, (rule, happened) => {
        const steps = play(rule, happened);
        let watch = steps.at(-1)?.after as Watch;
        let now = steps.at(-1)?.now as Instant;
        const ill = new Set(Array.from({ length: SIZE }, (_, n) => `n${n}`));
        let serial = 0;
        for (let minute = 0; minute < 24 * 60 && ill.size > 0; minute++) {
          now = after(now, seconds(60));
          const ends = underWay(watch);
          watch = settle(
            watch,
            ends.map(({ actionId }) => ({ actionId, how: 'succeeded' as const })),
            now,
          );
          for (const { nodeId } of ends) ill.delete(nodeId);
          watch = admit(
            watch,
            [...ill].map((nodeId) => ({ nodeId, reason: 'ill' })),
            SIZE,
            now,
            () => `late-${++serial}`,
          ).watch;
        }
        expect([...ill]).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
