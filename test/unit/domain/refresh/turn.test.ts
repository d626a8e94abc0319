import { describe, expect, test } from '@jest/globals';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import type { Process } from '../../../../lib/domain/cluster/suspension.ts';
import { after as later, seconds } from '../../../../lib/domain/kernel/time.ts';
import { courseOf, percentOf, type Refresh } from '../../../../lib/domain/refresh/refresh.ts';
import { type Facts, type Turn, turnOf } from '../../../../lib/domain/refresh/turn.ts';
import { aCluster, aNode, anAction, idOf, T0 } from '../../../support/documents.ts';
import { CALMLY } from '../../../support/group-requests.ts';

const NOW = later(T0, seconds(1_000));
const LATER = later(NOW, seconds(500));
const old = ['a', 'b', 'c', 'd'].map((name, i) =>
  aNode({ id: idOf(name), name, index: i + 1, initAt: T0, createdAt: T0, profileId: 'before' }),
);
const fresh = (name: string, over: Partial<Node> = {}): Node =>
  aNode({ id: idOf(name), name, index: 9, initAt: NOW, createdAt: NOW, profileId: 'after', ...over });
const ids = (...names: string[]) => names.map((name) => idOf(name));

const refresh = (over: Partial<Refresh> = {}): Refresh => ({
  id: idOf('refresh'),
  project: 'p',
  user: 'u',
  name: 'web',
  region: 'here',
  groupId: idOf('group'),
  clusterId: idOf('cluster'),
  status: 'InProgress',
  reason: '',
  preferences: CALMLY,
  aim: { launch: { kind: 'configuration', name: 'after' }, profileId: 'after' },
  before: { launch: { kind: 'configuration', name: 'before' }, profileId: 'before' },
  changes: true,
  forward: { since: NOW, total: 4, left: ids('a', 'b', 'c', 'd') },
  batch: null,
  batches: 0,
  failures: 0,
  passed: 0,
  pausedUntil: null,
  stuckSince: null,
  dueAt: NOW,
  endedAt: null,
  version: 1,
  ...over,
});
const seen = (nodes: readonly Node[] = old, over: Partial<Facts> = {}): Facts => ({
  cluster: aCluster({ nodes: nodes.map(({ id }) => id), desiredCapacity: 4 }),
  nodes,
  batch: undefined,
  ...over,
});
const batched = (status: 'SUCCEEDED' | 'FAILED' | 'RUNNING', reason = 'It was not to be.') =>
  anAction('CLUSTER_REPLACE_NODES', { status, statusReason: reason, dueAt: status === 'RUNNING' ? LATER : null });
const suspended = (process: Process): Facts => ({
  ...seen(),
  cluster: { ...seen().cluster, suspended: { since: T0, reason: '', processes: [process], everything: false } },
});

const lacking = (count: number): Facts => ({
  ...seen(),
  cluster: { ...seen().cluster, desiredCapacity: 4 + count },
});
const held = (facts: Facts): Facts => ({
  ...facts,
  cluster: { ...facts.cluster, lock: { ...facts.cluster.lock, holders: ['x'] } },
});

/** What a turn comes to, in few words. */
function shown(turn: Turn): string {
  const { ids: some = [], count = 0 } = turn.kind === 'replace' ? turn.batch : {};
  if (turn.kind === 'replace') return some.length > 0 ? `replaces ${some.length}` : `makes ${count}`;
  const { next, outcome } = turn;
  return `${next.status}${outcome ? `, makes ${outcome.make.profileId}${outcome.becomes ? ' for good' : ''}` : ''}${next.dueAt === null ? '' : `, looks in ${(next.dueAt - LATER) / 1_000}`}`;
}

const done = [...ids('e', 'f', 'g', 'h')].map((id, i) => fresh('efgh'.charAt(i), { id }));
const half = [old[2], old[3], fresh('e'), fresh('f')].filter((node): node is Node => node !== undefined);
const LEFT = { since: NOW, total: 4, left: [] };

describe('what a refresh does next', () => {
  test.each<[string, Refresh, Facts, string]>([
    ['begins', refresh({ status: 'Pending' }), seen(), 'replaces 1'],
    ['waits for a batch', refresh({ batch: 'x' }), seen(old, { batch: batched('RUNNING') }), 'InProgress, looks in 60'],
    ['makes those that are missing first', refresh(), seen(old.slice(2)), 'makes 2'],
    ['and when nobody is left to replace that it saw', refresh(), lacking(1), 'makes 1'],
    [
      'goes on where that failed',
      refresh({ batch: 'x', preferences: { ...CALMLY, healthy: { min: 20, max: 100 } } }),
      { ...lacking(1), batch: batched('FAILED') },
      'replaces 3',
    ],
    ['not while others work on the group', refresh(), held(lacking(1)), 'InProgress, looks in 15'],
    [
      'and does not ask for ever for what it is refused',
      refresh({ trouble: 'The quota.', stuckSince: later(T0, seconds(-2_100)) }),
      seen(),
      'Failed, makes before',
    ],
    ['goes on after a batch', refresh({ batch: 'x', failures: 2 }), seen(half, { batch: batched('SUCCEEDED') }), 'replaces 1'],
    ['tries again after one that failed', refresh({ batch: 'x' }), seen(old, { batch: batched('FAILED') }), 'replaces 1'],
    ['and not for ever', refresh({ batch: 'x', failures: 2 }), seen(old, { batch: batched('FAILED') }), 'Failed, makes before'],
    ['nor after one that is lost', refresh({ batch: 'x', failures: 2 }), seen(), 'Failed, makes before'],
    ['leaves a make that it did not change', refresh({ batch: 'x', failures: 2, changes: false }), seen(), 'Failed'],
    [
      'goes back where it is told to',
      refresh({ batch: 'x', failures: 2, preferences: { ...CALMLY, autoRollback: true } }),
      seen(),
      'RollbackInProgress, makes before, looks in 0',
    ],
    [
      'is cancelled after its batch',
      refresh({ status: 'Cancelling', batch: 'x' }),
      seen(half, { batch: batched('FAILED') }),
      'Cancelled, makes before',
    ],
    ['and not before', refresh({ status: 'Cancelling', batch: 'x' }), seen(half, { batch: batched('RUNNING') }), 'Cancelling, looks in 60'],
    ['turns back', refresh({ turning: 'said so' }), seen(half), 'RollbackInProgress, makes before, looks in 0'],
    ['heeds its alarms', refresh(), seen(old, { alarm: 'errors' }), 'Failed, makes before'],
    ['but not on its way back', refresh({ back: { ...LEFT, left: ids('e'), reason: '' } }), seen(half, { alarm: 'errors' }), 'replaces 1'],
    ['rests while it is suspended', refresh(), suspended('InstanceRefresh'), 'InProgress, looks in 15'],
    ['or cannot launch', refresh(), suspended('Launch'), 'InProgress, looks in 15'],
    ['and not otherwise', refresh(), suspended('AZRebalance'), 'replaces 1'],
    [
      'waits for whoever is at work',
      refresh(),
      { ...seen(), cluster: { ...seen().cluster, lock: { scope: 'shared', holders: ['x'], queue: [] } } },
      'InProgress, looks in 15',
    ],
    ['ends', refresh(), seen(done), 'Successful, makes after for good'],
    ['and says no more where nothing changed', refresh({ changes: false }), seen(done), 'Successful'],
    ['looks at its work first', refresh({ preferences: { ...CALMLY, bake: seconds(90) } }), seen(done), 'Baking, looks in 90'],
    ['for so long', refresh({ status: 'Baking', pausedUntil: later(LATER, seconds(5)) }), seen(done), 'Baking, looks in 5'],
    [
      'and then ends',
      refresh({ status: 'Baking', pausedUntil: LATER, preferences: { ...CALMLY, bake: seconds(90) } }),
      seen(done),
      'Successful, makes after for good',
    ],
    ['has gone back', refresh({ back: { ...LEFT, reason: '' } }), seen(old), 'RollbackSuccessful'],
    [
      'waits until what is new is warm',
      refresh({ preferences: { ...CALMLY, warmup: seconds(530) } }),
      seen(done),
      'InProgress, looks in 30',
    ],
    ['or well', refresh(), seen([...done.slice(1), fresh('e', { status: 'ERROR' })]), 'InProgress, looks in 15'],
    [
      'which it waits for so long',
      refresh({ stuckSince: later(LATER, seconds(-3_600)) }),
      seen([...done.slice(1), fresh('e', { status: 'ERROR' })]),
      'Failed, makes before',
    ],
    [
      'pauses half way',
      refresh({ preferences: { ...CALMLY, checkpoints: [50, 100], checkpointDelay: seconds(60) } }),
      seen(half),
      'InProgress, looks in 60',
    ],
    [
      'and goes on',
      refresh({ preferences: { ...CALMLY, checkpoints: [50, 100] }, passed: 1, pausedUntil: LATER }),
      seen(half),
      'replaces 1',
    ],
    [
      'ends at its last checkpoint',
      refresh({ preferences: { ...CALMLY, checkpoints: [50] } }),
      seen(half),
      'Successful, makes after for good',
    ],
    [
      'goes no further than the next',
      refresh({ preferences: { ...CALMLY, healthy: { min: 0, max: 100 }, checkpoints: [50] } }),
      seen(),
      'replaces 2',
    ],
  ])('%s', (_, before, facts, wanted) => {
    expect(shown(turnOf(before, facts, LATER))).toBe(wanted);
  });

  test('is the same however often it is asked', () => {
    const before = refresh({ batch: 'x' });
    expect(turnOf(before, seen(half, { batch: batched('SUCCEEDED') }), LATER)).toEqual(
      turnOf(before, seen(half, { batch: batched('SUCCEEDED') }), LATER),
    );
  });

  test('leaves those as they are on its way back that are as they were before', () => {
    const { next } = turnOf(refresh({ turning: 'said so' }), seen(half), LATER);
    expect(courseOf(next)).toMatchObject({ total: 2, left: ids('e', 'f') });
  });

  test('is told in percent of those that were there', () => {
    const { next } = turnOf(refresh(), seen(half), LATER);
    expect([percentOf(courseOf(next)), courseOf(next).left]).toEqual([50, ids('c', 'd')]);
    expect(percentOf({ ...LEFT, total: 0 })).toBe(100);
  });

  test('leaves those alone that somebody has a hand on, or waits for them', () => {
    const guarded = old.map((node, i) => (i === 0 ? { ...node, protected: true } : node));
    const only = (handling: 'wait' | 'ignore' | 'replace') => {
      const before = refresh({ preferences: { ...CALMLY, guarded: handling }, forward: { since: NOW, total: 1, left: ids('a') } });
      return shown(turnOf(before, seen(guarded), LATER));
    };
    expect([only('wait'), only('ignore'), only('replace')]).toEqual([
      'InProgress, looks in 15',
      'Successful, makes after for good',
      'replaces 1',
    ]);
  });
});
