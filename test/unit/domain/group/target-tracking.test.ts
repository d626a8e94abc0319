import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aimOf } from '../../../../lib/domain/group/aim.ts';
import type { ScalingPolicy, TargetTracking } from '../../../../lib/domain/group/scaling-policy.ts';
import { alarmsOf, trackedAim } from '../../../../lib/domain/group/target-tracking.ts';
import { warmed, warmingOf } from '../../../../lib/domain/group/warming.ts';
import { instant, after as later, seconds } from '../../../../lib/domain/kernel/time.ts';
import { breaks } from '../../../../lib/domain/metric/judge.ts';

const sizes = (desiredCapacity: number, minSize = 0, maxSize = 100) => ({ minSize, maxSize, desiredCapacity });
const tracking = (more: Partial<TargetTracking> = {}): ScalingPolicy & TargetTracking => ({
  id: '0000002a-019a-8000-8000-000000000001',
  name: 'cpu',
  enabled: true,
  kind: 'TargetTrackingScaling',
  target: 50,
  metric: { namespace: 'AWS/EC2', metric: 'CPUUtilization', dimensions: [], statistic: 'Average', period: seconds(60) },
  disableScaleIn: false,
  configuration: {},
  ...more,
});

describe('the capacity at which a metric would be at its target', () => {
  test.each([
    // now, values, warming, aim
    [4, [75], 0, 6],
    [4, [51], 0, 5],
    [4, [50], 0, 4],
    [4, [46], 0, 4],
    [4, [20, 24], 0, 2],
    [4, [44, 10], 0, 4],
    [10, [45], 0, 10],
    [10, [44.9], 0, 9],
    [4, [0, 0], 0, 1],
    // Two of four do not count for the metric yet: what the other two have is half of what there will be.
    [4, [75], 2, 4],
    [4, [150], 2, 6],
    [4, [10, 10], 1, 4],
    [0, [80], 0, 2],
    [100, [80], 0, 100],
  ])('%d instances, %j, %d warming up: %d', (now, points, warming, wanted) => {
    expect(trackedAim(sizes(now), tracking(), points, warming)).toBe(wanted);
  });

  test('never shrinks where that is disabled', () => {
    expect(trackedAim(sizes(4), tracking({ disableScaleIn: true }), [1], 0)).toBe(4);
  });
});

const figures = fc.record({
  min: fc.nat(10),
  spread: fc.nat(50),
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  target: fc.double({ min: 0.5, max: 500, noNaN: true }),
  load: fc.double({ min: 0, max: 50_000, noNaN: true }),
});

describe('whatever the load', () => {
  test('no aim is outside the bounds, and the metric moves it one way only', () => {
    fc.assert(
      fc.property(
        figures,
        fc.array(fc.double({ min: 0, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 15 }),
        fc.nat(20),
        ({ min, spread, place, target }, points, warming) => {
          const now = min + Math.floor(place * spread);
          const aim = trackedAim(sizes(now, min, min + spread), { target, disableScaleIn: false }, points, warming);
          expect(aim).toBeGreaterThanOrEqual(min);
          expect(aim).toBeLessThanOrEqual(min + spread);
          const latest = points.at(-1) ?? 0;
          if (latest > target) expect(aim).toBeGreaterThanOrEqual(now);
          else expect(aim).toBeLessThanOrEqual(now);
        },
      ),
    );
  });

  test('one that stays the same is met once, and then nothing is done any more', () => {
    fc.assert(
      fc.property(figures, ({ min, spread, place, target, load }) => {
        const policy = tracking({ target });
        let now = Math.max(1, min + Math.floor(place * spread));
        const bounds = (at: number) => sizes(at, min, Math.max(1, min + spread));
        const moves: number[] = [];
        for (let minute = 0; minute < 30; minute++) {
          const value = load / now;
          const rung = alarmsOf('web', policy).find(({ comparison, threshold }) => breaks(comparison, value, threshold));
          const aim = rung ? trackedAim(bounds(now), policy, [value], 0) : now;
          if (aim !== now) moves.push(aim - now);
          now = aim;
        }
        expect(moves.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the alarms of a policy', () => {
  test('are two, under names that stay the same, or one where nothing shrinks', () => {
    const [high, low] = alarmsOf('web', tracking());
    expect(high).toMatchObject({ comparison: 'GreaterThanThreshold', threshold: 50, evaluationPeriods: 3 });
    expect(low).toMatchObject({ comparison: 'LessThanThreshold', threshold: 45, evaluationPeriods: 15 });
    expect(high?.name).toMatch(/^TargetTracking-web-AlarmHigh-[0-9a-f-]{36}$/);
    expect(alarmsOf('web', tracking({ target: 70 })).map(({ name }) => name)).toEqual([high?.name, low?.name]);
    expect(alarmsOf('web', tracking({ disableScaleIn: true }))).toHaveLength(1);
  });
});

describe('instances that are warming up', () => {
  const group = { verbatim: {}, defaultCooldown: 300 };
  const T = instant(1_000_000);

  test('are counted until they are warm: by the policy, the group, or its cooldown', () => {
    const until = (policy: ScalingPolicy, of: object = group) => warmed({ ...group, ...of }, policy, 2, T).map((one) => one.until);
    expect(until(tracking())).toEqual([later(T, seconds(300))]);
    expect(until(tracking(), { verbatim: { DefaultInstanceWarmup: 40 } })).toEqual([later(T, seconds(40))]);
    expect(until(tracking({ warmup: 20 }))).toEqual([later(T, seconds(20))]);
    expect(until(tracking({ warmup: 0 }))).toEqual([]);
    const warming = warmed(group, tracking(), 2, T);
    expect([warmingOf({ warming }, T), warmingOf({ warming }, later(T, seconds(300)))]).toEqual([2, 0]);
    expect(warmed({ ...group, warming }, tracking(), -1, later(T, seconds(400)))).toEqual([]);
  });

  test('are not asked for again by the same step', () => {
    const step: ScalingPolicy = {
      ...{ id: 'a', name: 'up', enabled: true, kind: 'StepScaling', adjustmentType: 'ChangeInCapacity', aggregation: 'Average' },
      steps: [
        { lower: 0, upper: 20, adjustment: 1 },
        { lower: 20, adjustment: 3 },
        { upper: 0, adjustment: -1 },
      ],
    };
    expect(aimOf(step, sizes(4), { distance: 5 })).toBe(5);
    expect(aimOf(step, sizes(5), { distance: 5 }, 1)).toBe(5);
    expect(aimOf(step, sizes(5), { distance: 25 }, 1)).toBe(7);
    expect(aimOf(step, sizes(5), { distance: -5 }, 1)).toBe(4);
    expect(aimOf(step, sizes(4), { points: [10, 60], threshold: 30 })).toBe(5);
    expect(aimOf({ ...step, aggregation: 'Maximum' }, sizes(4), { points: [10, 60], threshold: 30 })).toBe(7);
    expect(aimOf(step, sizes(4), { points: [], threshold: 30 })).toBe(5);
  });
});
