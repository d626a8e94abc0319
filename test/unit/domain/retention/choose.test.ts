import { describe, expect, test } from '@jest/globals';
import { instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import {
  type ActionFact,
  actionCandidates,
  type Candidate,
  executionCandidate,
  tombstoneCandidate,
} from '../../../../lib/domain/retention/candidate.ts';
import { over, youngest } from '../../../../lib/domain/retention/choose.ts';
import type { Rule } from '../../../../lib/domain/retention/rule.ts';
import type { Execution } from '../../../../lib/domain/workflow/execution.ts';
import { aCluster } from '../../../support/documents.ts';

const NOW = instant(1_000_000);
const rule = (over: Partial<Rule>): Rule => ({ name: 'r', kind: 'event', disposition: 'delete', ...over });
/** @param age in seconds */
const one = (id: string, age: number, more: Partial<Candidate> = {}): Candidate => ({
  ...{ project: 'p', id, version: 1, at: instant(NOW - age * 1_000), object: 'o', failed: false, held: false, along: [] },
  ...more,
});
const chosen = (of: Partial<Rule>, ...all: readonly Candidate[]): string =>
  over(rule(of), all, NOW)
    .map(({ id }) => id)
    .join('');

describe('a rule lets go', () => {
  test.each<[string, Partial<Rule>, readonly Candidate[], string]>([
    ['what is as old as it says, to the millisecond', { maxAge: seconds(10) }, [one('a', 10), one('b', 9.999), one('c', 11)], 'ca'],
    ['all but the newest', { maxCount: 2 }, [one('a', 3), one('b', 2), one('c', 1)], 'a'],
    ['nothing while there are no more than it says', { maxCount: 3 }, [one('a', 3), one('b', 2), one('c', 1)], ''],
    ['everything, told to keep none', { maxCount: 0 }, [one('a', 1), one('b', 0)], 'ab'],
    ['by object', { maxCount: 1, per: 'object' }, [one('a', 3), one('b', 2), one('c', 1, { object: 'other' })], 'a'],
    ['by the id where they are of one moment', { maxCount: 1 }, [one('b', 1), one('a', 1)], 'a'],
    ['what passes either limit', { maxAge: seconds(10), maxCount: 2 }, [one('a', 11), one('b', 3), one('c', 2), one('d', 1)], 'ab'],
    ['what failed never, told so', { maxAge: seconds(10), keepFailed: 'forever' }, [one('a', 99, { failed: true }), one('b', 99)], 'b'],
    [
      'what failed later',
      { maxAge: seconds(10), keepFailed: seconds(50) },
      [one('a', 49, { failed: true }), one('b', 50, { failed: true })],
      'b',
    ],
    ['what failed sooner, told so', { maxAge: seconds(10), keepFailed: seconds(5) }, [one('a', 6, { failed: true }), one('b', 6)], 'a'],
    ['the others whatever failed', { maxCount: 1, keepFailed: 'forever' }, [one('a', 3), one('b', 2), one('c', 1, { failed: true })], 'a'],
    ['what failed like everything else, told nothing', { maxAge: seconds(10) }, [one('a', 11, { failed: true })], 'a'],
    ['what is held too, as somebody has to see that it is', { maxCount: 1 }, [one('a', 2, { held: true }), one('b', 1)], 'a'],
    ['what goes by itself', {}, [one('a', 0)], 'a'],
    ['nothing at all, told to keep', { disposition: 'keep' }, [one('a', 99)], ''],
  ])('%s', (_, of, all, expected) => {
    expect(chosen(of, ...all)).toBe(expected);
    expect(chosen(of, ...all.toReversed())).toBe(expected);
  });

  test.each<[Partial<Rule>, number | null]>([
    [{ maxAge: seconds(10) }, 10],
    [{ maxAge: seconds(10), keepFailed: seconds(5) }, 5],
    [{ maxAge: seconds(10), keepFailed: seconds(50) }, 10],
    [{ maxAge: seconds(10), keepFailed: 'forever' }, 10],
    [{ maxAge: seconds(10), maxCount: 1 }, null],
    [{}, null],
  ])('and looks back no further than it must: %j', (of, expected) => {
    expect(youngest(rule(of))).toBe(expected);
  });
});

describe('actions', () => {
  const fact = (id: string, parentId: string | null, more: Partial<ActionFact> = {}): ActionFact => ({
    ...{ project: 'p', id, version: 1, parentId, at: NOW, object: id, failed: false, held: false },
    ...more,
  });
  const trees = (...facts: readonly ActionFact[]) =>
    actionCandidates(facts).map(({ id, along, held }) => `${id}(${along.map((child) => child.id).join('')})${held ? '!' : ''}`);

  test('go with all that came of them', () => {
    expect(trees(fact('a', null), fact('b', 'a'), fact('c', 'b'), fact('d', null))).toEqual(['a(bc)', 'd()']);
  });

  test('stay while any of it is open', () => {
    expect(trees(fact('a', null), fact('b', 'a', { held: true }))).toEqual(['a(b)!']);
  });

  test('stand for themselves when their parent is gone', () => {
    expect(trees(fact('b', 'gone'), fact('c', 'b'))).toEqual(['b(c)']);
  });

  test('that are their own ancestors end nobody’s patience', () => {
    expect(actionCandidates([fact('a', 'b'), fact('b', 'a')]).length).toBeGreaterThan(0);
  });
});

test('what is left of a cluster goes as soon as the archive has it, and a run that can still be looked at stays', () => {
  const cluster = aCluster();
  expect(tombstoneCandidate({ id: cluster.id, project: 'p', of: 'cluster', at: NOW, document: cluster, version: 1 })).toMatchObject({
    ...{ id: cluster.id, at: NOW, object: cluster.id, failed: false, held: false, along: [] },
  });
  const run = { id: 'r', project: 'p', version: 1, workflowId: 'w', startedAt: NOW, endedAt: null } as Execution;
  expect(executionCandidate(run, NOW)).toMatchObject({ at: NOW, object: 'w', held: true });
  expect(executionCandidate({ ...run, endedAt: instant(NOW + 1), forgetAt: instant(NOW + 5) }, instant(NOW + 6))).toMatchObject({
    at: NOW + 1,
    held: false,
  });
});
