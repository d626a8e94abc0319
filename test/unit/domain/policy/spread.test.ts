import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placementOf } from '../../../../lib/domain/policy/placements.ts';
import { type Share, spread } from '../../../../lib/domain/policy/spread.ts';
import { someMembers, verdictOf } from '../../../support/policy-facts.ts';

const has = (current: Record<string, number>) => new Map(Object.entries(current));
const even = ['a', 'b', 'c'].map((name) => ({ name, weight: 100 }));

describe('who gets how many', () => {
  test.each<[string, Share[], Record<string, number>, number, Record<string, number> | undefined]>([
    ['an even share each', even, {}, 6, { a: 2, b: 2, c: 2 }],
    ['what is left in order', even, {}, 4, { a: 2, b: 2 }],
    ['more to those that have less', even, { a: 3 }, 3, { b: 2, c: 1 }],
    [
      'by weight, the heaviest first',
      [
        { name: 'a', weight: 100 },
        { name: 'b', weight: 300 },
      ],
      {},
      4,
      { b: 3, a: 1 },
    ],
    [
      'none to one without weight',
      [
        { name: 'a', weight: 0 },
        { name: 'b', weight: 1 },
      ],
      {},
      2,
      { b: 2 },
    ],
    [
      'no more than a cap',
      [
        { name: 'a', weight: 100, cap: 1 },
        { name: 'b', weight: 100 },
      ],
      {},
      2,
      { a: 1, b: 1 },
    ],
    ['not at all where caps forbid', [{ name: 'a', weight: 100, cap: 1 }], {}, 2, undefined],
    [
      'from the lightest first',
      [
        { name: 'a', weight: 300 },
        { name: 'b', weight: 100 },
      ],
      { a: 3, b: 3 },
      -2,
      { b: 2 },
    ],
    ['from whoever has too many', even, { a: 4, b: 1, c: 1 }, -3, { a: 3 }],
  ])('%s', (_, shares, current, growth, plan) => {
    expect(spread(shares, has(current), growth)).toEqual(plan);
  });

  const places = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
  const situation = places.chain((names) =>
    fc.record({
      shares: fc.tuple(...names.map((name) => fc.nat(9).map((weight) => ({ name, weight: weight + 1 })))),
      counts: fc.tuple(...names.map((name) => fc.nat(20).map((count): [string, number] => [name, count]))),
    }),
  );

  test('all that come are placed, whoever has what; all that go are taken from where they are', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: -60, max: 60 }), ({ shares, counts }, wanted) => {
        const known = counts.reduce((sum, [, count]) => sum + count, 0);
        const growth = Math.max(wanted, -known);
        const plan = spread(shares, new Map(counts), growth);
        const planned = Object.entries(plan ?? {});
        expect(planned.reduce((sum, [, count]) => sum + count, 0)).toBe(Math.abs(growth));
        for (const [place, count] of planned) {
          expect(count).toBeGreaterThan(0);
          if (growth < 0) expect(count).toBeLessThanOrEqual(new Map(counts).get(place) ?? 0);
        }
      }),
    );
  });

  test('filled from nothing, nobody is further from the share by weight than one node', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: 1, max: 60 }), ({ shares }, growth) => {
        const plan = spread(shares, new Map(), growth) ?? {};
        const sum = shares.reduce((all, { weight }) => all + weight, 0);
        for (const { name, weight } of shares) expect(plan[name] ?? 0).toBeLessThanOrEqual(Math.ceil((growth * weight) / sum));
      }),
    );
  });
});

describe('zones', () => {
  const zones = [{ name: 'az1' }, { name: 'az2' }];
  const at = (zone: string) => ({ data: { placement: { zone } } });

  test('of nodes elsewhere, or nowhere, are ignored', () => {
    const members = someMembers(4, (i) => [at('az1'), at('moon'), {}, at('az1')][i] ?? {});
    const verdict = verdictOf('senlin.policy.zone_placement-1.0', { zones }, { inputs: { count: 2 }, members });
    expect(verdict).toMatchObject({ kind: 'go', decisions: { creation: { count: 2, zones: { az2: 2 } } } });
    const shrink = verdictOf('senlin.policy.zone_placement-1.0', { zones }, { action: 'CLUSTER_SCALE_IN', inputs: { count: 3 }, members });
    expect(shrink).toMatchObject({ kind: 'go', decisions: { deletion: { count: 3, zones: { az1: 2 } } } });
  });

  test('are nobody’s business where nobody comes or goes', () => {
    for (const action of ['CLUSTER_CHECK', 'CLUSTER_UPDATE', 'NODE_CHECK', 'CLUSTER_RECOVER', 'CLUSTER_DEL_NODES'] as const)
      expect(verdictOf('senlin.policy.zone_placement-1.0', { zones }, { action }).kind).toBe('pass');
    const recover = { action: 'CLUSTER_RECOVER', inputs: { check_capacity: true } } as const;
    expect(verdictOf('senlin.policy.zone_placement-1.0', { zones }, recover).kind).toBe('pass');
    const impossible = { adjustment_type: 'EXACT_CAPACITY', number: 9, max_size: 5, strict: true };
    expect(verdictOf('senlin.policy.zone_placement-1.0', { zones }, { action: 'CLUSTER_RESIZE', inputs: impossible }).kind).toBe('pass');
  });

  test('of a node whose profile has one are left alone', () => {
    const node = (profile: object) =>
      verdictOf('senlin.policy.zone_placement-1.0', { zones }, { action: 'NODE_CREATE', more: { profile: { ...profile } } });
    expect(node({ availability_zone: 'az9' }).kind).toBe('pass');
    expect(node({})).toMatchObject({ kind: 'go', decisions: { creation: { count: 1, zones: { az1: 1 } } } });
  });
});

test('a region in a context that is null is not there', () => {
  const regions = [{ name: 'r1', cap: 1 }];
  const node = (context: null | { readonly region_name: string }) =>
    verdictOf('senlin.policy.region_placement-1.0', { regions }, { action: 'NODE_CREATE', members: [], more: { profile: { context } } });
  expect(node(null)).toMatchObject({ kind: 'go' });
  expect(node({ region_name: 'r7' }).kind).toBe('pass');
  const many = verdictOf('senlin.policy.region_placement-1.0', { regions }, { inputs: { count: 2 }, members: [] });
  expect(many).toMatchObject({ kind: 'refuse', fault: { code: 'policy.no-plan', message: 'There is no feasible plan to create nodes.' } });
  const full = [{ name: 'r1', cap: 0 }];
  const one = verdictOf('senlin.policy.region_placement-1.0', { regions: full }, { action: 'NODE_CREATE', members: [] });
  expect(one).toMatchObject({ kind: 'refuse', fault: { message: 'There is no feasible plan to create nodes.' } });
});

test('zones, regions and groups are put together, node by node', () => {
  const decided = {
    creation: { count: 3, zones: { z1: 2, z2: 1 }, regions: { r1: 1, r2: 2 } },
    placement: { count: 3, placements: [{ servergroup: 'g' }] },
  };
  expect([0, 1, 2, 3].map((place) => placementOf(decided, place))).toEqual([
    { region_name: 'r1', zone: 'z1', servergroup: 'g' },
    { region_name: 'r2', zone: 'z1', servergroup: 'g' },
    { region_name: 'r2', zone: 'z2', servergroup: 'g' },
    { region_name: 'r1', zone: 'z1', servergroup: 'g' },
  ]);
  expect(placementOf({}, 0)).toBeUndefined();
});
