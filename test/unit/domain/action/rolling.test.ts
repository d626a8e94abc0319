import { describe, expect, test } from '@jest/globals';
import { rollingSize, spared } from '../../../../lib/domain/action/rolling.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { aCluster, aNode, anAction, aProfile, idOf } from '../../../support/documents.ts';
import { step } from '../../../support/stepping.ts';

describe('how many may be out of their balancers at a time', () => {
  test.each([
    // serving, least size, spared
    [1, 0, 1],
    [3, 0, 1],
    [4, 0, 1],
    [7, 0, 1],
    [8, 0, 2],
    [100, 0, 25],
    [100, 75, 25],
    [100, 76, 24],
    [100, 99, 1],
    [100, 100, 1],
    [3, 10, 1],
  ])('of %i that serve, %i of whom are asked for: %i', (serving, least, wanted) => expect(spared(serving, least)).toBe(wanted));
});

const of = (id: string, command: string, stop = 10) => {
  const properties = { command: [command], stop_timeout: stop };
  return { ...aProfile(), id: idOf(id), type: 'local.process-1.0', spec: { type: 'local.process', version: '1.0', properties } };
};
const OLD = of('old', 'old');
const NEW = of('new', 'new');
const some = (count: number, more: Partial<Node> = {}): Node[] =>
  Array.from({ length: count }, (_, i) => ({
    ...aNode(),
    id: idOf(`node-${i}`),
    status: 'ACTIVE' as const,
    profileId: OLD.id,
    profileType: OLD.type,
    data: { lb_member: 'm' },
    ...more,
  }));
const asked = (members: readonly Node[], profiles = [OLD, NEW], to = NEW.id, minSize = 0) =>
  rollingSize({ minSize }, members, to, { profiles });

describe('an update of which nobody has said how many at a time', () => {
  test('is of a few of those that serve', () => {
    expect(asked(some(8))).toEqual({ kind: 'size', size: 2 });
    expect(asked(some(8), [OLD, NEW], NEW.id, 7)).toEqual({ kind: 'size', size: 1 });
    expect(asked([...some(8), ...some(8, { status: 'ERROR' }), ...some(8, { data: {} })])).toEqual({ kind: 'size', size: 2 });
  });
  test('is of all where nobody is in front of a balancer, or nobody would notice', () => {
    expect(asked(some(8, { data: {} }), [])).toEqual({ kind: 'size' });
    expect(asked(some(8, { status: 'WARNING' }), [])).toEqual({ kind: 'size' });
    expect(asked([], [])).toEqual({ kind: 'size' });
    const patient = of('patient', 'old', 20);
    expect(asked(some(8), [OLD, patient], patient.id)).toEqual({ kind: 'size' });
  });
  test('sees the profiles first, and does not look for one that is gone', () => {
    expect(asked(some(8), [])).toEqual({ kind: 'look', sight: { profiles: [OLD.id, NEW.id] } });
    expect(asked(some(8), [OLD])).toEqual({ kind: 'size' });
    expect(asked(some(8), [of('another', 'x')])).toMatchObject({ kind: 'look' });
  });
  test('is noticed if any of those that serve would be interrupted', () => {
    const follows = some(4, { profileId: NEW.id });
    expect(asked(follows, [NEW])).toEqual({ kind: 'size' });
    expect(asked([...follows, ...some(4)])).toEqual({ kind: 'size', size: 2 });
  });
});

describe('a cluster whose members are in front of a balancer', () => {
  const members = some(1);
  const cluster = aCluster({ nodes: members.map(({ id }) => id) });
  const begun = (inputs: JsonObject) => step(anAction('CLUSTER_UPDATE', { inputs }), { cluster, members, profiles: [] });

  test('wants to know more before they follow to another profile', () =>
    expect(begun({ new_profile_id: NEW.id })).toMatchObject({ kind: 'look', sight: { profiles: [OLD.id, NEW.id] } }));
  test.each([{ name: 'new' }, { new_profile_id: NEW.id, profile_only: true }])('and not where they do not: %j', (inputs) =>
    expect(begun(inputs)).toMatchObject({ kind: 'commit', next: { status: 'SUCCEEDED' } }),
  );
});
