import { describe, expect, test } from '@jest/globals';
import { isSuspended, PROCESSES, type Process, resume, type Suspension, suspend } from '../../../../lib/domain/cluster/suspension.ts';
import { after, instant, seconds } from '../../../../lib/domain/kernel/time.ts';

const T0 = instant(1_767_261_600_000);
const LATER = after(T0, seconds(60));
const some = (processes: readonly Process[]): Suspension => ({ since: T0, reason: 'r', processes, everything: false });
const all: Suspension = { since: T0, reason: 'r', processes: PROCESSES, everything: true };

describe('suspending', () => {
  test.each<[string, Suspension | undefined, readonly Process[], Suspension]>([
    ['nothing named is everything', undefined, [], all],
    ['what is named', undefined, ['Terminate', 'Launch'], some(['Launch', 'Terminate'])],
    ['all of them named is not everything: changes by hand go on', undefined, PROCESSES, some(PROCESSES)],
    ['more than before', some(['Launch']), ['Terminate'], some(['Launch', 'Terminate'])],
    ['everything, though some were', some(['Launch']), [], all],
    ['some, though everything was: it still is', all, ['Launch'], all],
  ])('%s', (_, before, named, expected) => expect(suspend(before, named, 'r', before ? LATER : T0)).toEqual(expected));

  test('keeps the first reason unless there is another', () => {
    expect(suspend(some(['Launch']), ['Terminate'], '', LATER)).toMatchObject({ since: T0, reason: 'r' });
    expect(suspend(some(['Launch']), ['Terminate'], 'new', LATER)).toMatchObject({ since: T0, reason: 'new' });
  });
});

describe('resuming', () => {
  test.each<[string, Suspension | undefined, readonly Process[], Suspension | undefined]>([
    ['nothing named is all of it', all, [], undefined],
    ['what is named', some(['Launch', 'Terminate']), ['Launch'], some(['Terminate'])],
    ['the last of it', some(['Launch']), ['Launch', 'HealthCheck'], undefined],
    ['one of everything: the rest stays, and changes by hand go on', all, ['Launch'], some(PROCESSES.slice(1))],
    ['what was never suspended', undefined, ['Launch'], undefined],
    ['what is not among it', all, [], undefined],
  ])('%s', (_, before, named, expected) => expect(resume(before, named)).toEqual(expected));

  test('takes back what suspending did', () => {
    for (const process of PROCESSES) {
      const before = some(PROCESSES.filter((other) => other !== process));
      expect(resume(suspend(before, [process], '', LATER), [process])).toEqual(before);
    }
  });
});

test('whoever acts by itself can ask', () => {
  expect(isSuspended({ suspended: some(['Launch']) }, 'Launch')).toBe(true);
  expect(isSuspended({ suspended: some(['Launch']) }, 'Terminate')).toBe(false);
  expect(isSuspended({}, 'Launch')).toBe(false);
});
