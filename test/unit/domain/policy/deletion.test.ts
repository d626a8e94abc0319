import { describe, expect, test } from '@jest/globals';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { instant } from '../../../../lib/domain/kernel/time.ts';
import { idOf, T0 } from '../../../support/documents.ts';
import { factsOf, type Situation, someMembers, verdictOf } from '../../../support/policy-facts.ts';

const TYPE = 'senlin.policy.deletion-1.0';
const scaleIn = (properties: JsonObject, situation: Situation) => verdictOf(TYPE, properties, { action: 'CLUSTER_SCALE_IN', ...situation });
const chosen = (properties: JsonObject, situation: Situation): string[] => {
  const verdict = scaleIn(properties, situation);
  if (verdict.kind !== 'go') throw new Error(JSON.stringify(verdict));
  const names = new Map((situation.members ?? someMembers(4)).map(({ id, name }) => [id, name]));
  return (verdict.decisions.deletion?.candidates ?? []).map((id) => names.get(id) ?? id);
};
const hour = (h: number) => instant(T0 + h * 3_600_000);

/** Born in the order c, a, d, b; of profiles born in the order b, c, (a, d). */
const aged = someMembers(4, (i) => ({
  createdAt: hour([2, 4, 1, 3][i] ?? 0),
  profileId: idOf(`profile ${i}`, hour([3, 1, 2, 3][i] ?? 0)),
}));
const but = (changes: Record<string, Partial<Node>>): Node[] => aged.map((node) => ({ ...node, ...changes[node.name] }));

describe('who goes', () => {
  test.each<[string, number, string[]]>([
    ['OLDEST_FIRST', 2, ['c', 'a']],
    ['YOUNGEST_FIRST', 2, ['b', 'd']],
    ['OLDEST_PROFILE_FIRST', 3, ['b', 'c', 'a']],
  ])('%s', (criteria, count, names) => {
    expect(chosen({ criteria }, { inputs: { count }, members: aged })).toEqual(names);
  });

  test.each(['OLDEST_FIRST', 'YOUNGEST_FIRST', 'OLDEST_PROFILE_FIRST', 'RANDOM'])('%s: the bad ones first, then the unborn', (criteria) => {
    const members = but({ a: { createdAt: null }, b: { tainted: true }, d: { status: 'ERROR' } });
    expect(chosen({ criteria }, { inputs: { count: 3 }, members })).toEqual(['b', 'd', 'a']);
    const enough = but({ b: { status: 'WARNING' }, d: { status: 'ERROR' } });
    expect(chosen({ criteria }, { inputs: { count: 2 }, members: enough })).toEqual(['b', 'd']);
  });

  test('RANDOM draws by the action, the same whenever it is asked', () => {
    const draw = (id: string) => {
      const { action } = factsOf(TYPE, { action: 'CLUSTER_SCALE_IN', inputs: { count: 2 } });
      return chosen({}, { inputs: { count: 2 }, more: { action: { ...action, id } } }).join();
    };
    expect(draw('x')).toBe(draw('x'));
    expect(new Set(Array.from({ length: 30 }, (_, i) => draw(`x${i}`))).size).toBeGreaterThan(3);
  });

  test('as many as the policies before it said, else the request, else one; never more than there are', () => {
    expect(chosen({}, { inputs: { count: 3 }, more: { decisions: { deletion: { count: 2 } } } })).toHaveLength(2);
    expect(chosen({}, { inputs: { count: 3 } })).toHaveLength(3);
    expect(chosen({}, {})).toHaveLength(1);
    expect(chosen({}, { inputs: { count: 30 } })).toHaveLength(4);
  });

  test('of a resize, those by which it shrinks', () => {
    const resize = (number: number) =>
      scaleIn(
        { criteria: 'OLDEST_FIRST' },
        { action: 'CLUSTER_RESIZE', inputs: { adjustment_type: 'EXACT_CAPACITY', number, strict: true }, members: aged },
      );
    expect(resize(3)).toMatchObject({ kind: 'go', decisions: { deletion: { count: 1, candidates: [idOf('c')] } } });
    expect(resize(5).kind).toBe('pass');
    expect(resize(4).kind).toBe('pass');
  });

  test('of a resize that takes members along, those first, and fewer of the others', () => {
    const resize = (number: number, ...names: string[]) => {
      const inputs = { adjustment_type: 'EXACT_CAPACITY', number, strict: true, nodes: names.map((name) => idOf(name)) };
      return scaleIn({ criteria: 'OLDEST_FIRST' }, { action: 'CLUSTER_RESIZE', inputs, members: aged });
    };
    const those = (...names: string[]) => ({ deletion: { count: names.length, candidates: names.map((name) => idOf(name)) } });
    expect(resize(3, 'b')).toMatchObject({ kind: 'go', decisions: those('b'), reason: '1 named, 0 chosen by OLDEST_FIRST.' });
    expect(resize(2, 'b')).toMatchObject({ kind: 'go', decisions: those('b', 'c') });
    expect(resize(3, 'b', 'd')).toMatchObject({ kind: 'go', decisions: those('b', 'd') });
    expect(resize(3, 'stranger')).toMatchObject({ kind: 'go', decisions: those('c') });
  });

  test('of a resize that takes one along that stands by, one more than it shrinks by', () => {
    const inputs = { adjustment_type: 'EXACT_CAPACITY', number: 2, strict: true, nodes: [idOf('b')] };
    const cluster = { aside: [idOf('b')], desiredCapacity: 3 };
    expect(scaleIn({ criteria: 'OLDEST_FIRST' }, { action: 'CLUSTER_RESIZE', inputs, members: aged, cluster })).toMatchObject({
      decisions: { deletion: { count: 2, candidates: [idOf('b'), idOf('c')] } },
    });
  });

  test('of each place as many as planned, the rest from where nobody planned', () => {
    const at = (zone: string) => ({ data: { placement: { zone } } });
    const members = but({ a: at('az1'), b: at('az1'), c: at('az2') });
    const planned = (zones: Record<string, number>, count: number) =>
      chosen({ criteria: 'OLDEST_FIRST' }, { members, more: { decisions: { deletion: { count, zones } } } });
    expect(planned({ az1: 1, az2: 1 }, 2)).toEqual(['a', 'c']);
    expect(planned({ az2: 1 }, 2)).toEqual(['c', 'a']);
    expect(planned({ az1: 1, az2: 0 }, 2)).toEqual(['a', 'd']);
  });
});

describe('how they go', () => {
  const how = { destroy_after_deletion: false, grace_period: 30, reduce_desired_capacity: false };

  test('as the policy says', () => {
    expect(scaleIn(how, {})).toMatchObject({ kind: 'go', decisions: { deletion: how } });
  });

  test('those that were named, with the same flags, and without those that are members no more', () => {
    const verdict = scaleIn(how, { action: 'CLUSTER_DEL_NODES', inputs: { candidates: [idOf('b'), idOf('stranger')] } });
    expect(verdict).toMatchObject({ kind: 'go', decisions: { deletion: { ...how, count: 1, candidates: [idOf('b')] } } });
  });

  test('the node itself', () => {
    const { action } = factsOf(TYPE, { action: 'NODE_DELETE' });
    const verdict = scaleIn(how, { action: 'NODE_DELETE', more: { action: { ...action, target: idOf('c') } } });
    expect(verdict).toMatchObject({ kind: 'go', decisions: { deletion: { ...how, count: 1, candidates: [idOf('c')] } } });
  });
});
