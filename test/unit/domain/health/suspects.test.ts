import { describe, expect, test } from '@jest/globals';
import { nextLook } from '../../../../lib/domain/health/admission.ts';
import { makeWatch, reset, switched } from '../../../../lib/domain/health/make-watch.ts';
import { partIn, SLICE, suspectsPart } from '../../../../lib/domain/health/round.ts';
import { callSuspects, cleared, isOwnDoing, MOST_SUSPECTS, suspect } from '../../../../lib/domain/health/suspects.ts';
import type { Watch } from '../../../../lib/domain/health/watch.ts';
import { after, seconds } from '../../../../lib/domain/kernel/time.ts';
import { idOf, PROJECT, T0 } from '../../../support/documents.ts';
import { aRule, aWatch } from '../../../support/watches.ts';

const at = (some: number) => after(T0, seconds(some));
const many = (some: number, watch: Watch = aWatch()): Watch =>
  Array.from({ length: some }, (_, i) => `node ${i}`).reduce((before, id) => suspect(before, idOf(id), 'it died', T0) ?? before, watch);

describe('suspects', () => {
  test('ring the alarm a little later, and not later than it rings anyway', () => {
    expect(many(1).dueAt).toBe(at(5));
    expect(many(1, aWatch({ dueAt: at(1) })).dueAt).toBe(at(1));
    expect(many(1, aWatch({ dueAt: at(100) })).dueAt).toBe(at(5));
    expect(nextLook({ watch: many(1), waiting: [] }, T0)).toBe(at(5));
  });

  test('are bounded in number; one that is known may be heard of again', () => {
    const full = many(MOST_SUSPECTS + 5);
    expect(Object.keys(full.suspects ?? {})).toHaveLength(MOST_SUSPECTS);
    expect(suspect(full, idOf('another'), 'it died', T0)).toBeUndefined();
    expect(suspect(full, idOf('node 0'), 'it died', T0)).toBe(full);
  });

  test('are heard of anew once somebody may have looked', () => {
    const watch = many(1);
    expect(suspect(watch, idOf('node 0'), 'it died', at(2))).toBe(watch);
    expect(suspect(watch, idOf('node 0'), 'again', at(4))?.suspects).toEqual({
      [idOf('node 0')]: { reason: 'again', heard: at(4), lookAt: at(5), looks: 0 },
    });
    const { watch: called } = callSuspects(watch, at(5));
    expect(suspect(called, idOf('node 0'), 'again', at(6))?.suspects?.[idOf('node 0')]).toMatchObject({ heard: at(6), looks: 1 });
  });

  test('are called in slices when they are due, with their next look set', () => {
    const watch = many(SLICE + 1);
    expect(callSuspects(watch, at(4))).toEqual({ watch, parts: [] });
    const { watch: called, parts } = callSuspects(watch, at(5));
    expect(parts.map((ids) => ids.length)).toEqual([SLICE, 1]);
    expect(new Set(Object.values(called.suspects ?? {}).map(({ lookAt }) => lookAt))).toEqual(new Set([at(35)]));
    expect(callSuspects(called, at(5)).parts).toEqual([]);
    expect(callSuspects({ ...watch, enabled: false }, at(5)).parts).toEqual([]);
    for (const ids of parts) expect(partIn(suspectsPart(ids))).toEqual({ suspects: ids });
    expect(partIn('suspects:../x')).toBeUndefined();
  });

  test('are cleared by a look at what was heard, not by one at what was heard before', () => {
    const watch = many(2);
    expect(cleared(watch, [{ nodeId: idOf('node 0'), heard: at(1) }])).toBe(watch);
    expect(Object.keys(cleared(watch, [{ nodeId: idOf('node 0'), heard: T0 }]).suspects ?? {})).toEqual([idOf('node 1')]);
  });

  test('outlive a reset, and the policy being turned off and on or replaced', () => {
    const watch = many(1);
    const facts = { user: 'u', policyId: idOf('other'), enabled: true, rule: aRule() };
    const others = [
      reset(watch, at(9)),
      switched(switched(watch, false, at(8)), true, at(9)),
      makeWatch({ id: watch.id, project: PROJECT }, facts, at(9), watch),
    ];
    for (const next of others) expect(next).toMatchObject({ suspects: watch.suspects, dueAt: at(9) });
    expect(switched(watch, false, at(9)).dueAt).toBeNull();
  });

  test('are looked at once a policy is turned on, like recoveries that are under way; else it waits for its round', () => {
    const recovery = { nodeId: 'a', actionId: 'x', begun: T0, ended: null } as unknown as Watch['recoveries'][number];
    const on = (watch: Watch) => switched(watch, true, at(8));
    expect(on(aWatch({ recoveries: [recovery] })).dueAt).toBe(at(8));
    const idle = on(aWatch({ recoveries: [{ ...recovery, ended: at(2) }] }));
    expect(idle.nextRound).toBeGreaterThan(at(8));
    expect(idle.dueAt).toBe(idle.nextRound);
    expect(on(aWatch()).dueAt).toBe(idle.nextRound);
    expect(switched(aWatch({ recoveries: [recovery] }), false, at(8))).toMatchObject({ dueAt: null, nextRound: null });
  });

  test.each([
    ['NODE_DELETE', {}, true],
    ['NODE_OPERATION', { operation: 'stop' }, true],
    ['NODE_OPERATION', { operation: 'reboot' }, false],
    ['NODE_RECOVER', {}, false],
    ['NODE_CHECK', {}, false],
  ] as const)('%s %j: the news is what was asked for: %s', (action, inputs, own) => {
    expect(isOwnDoing({ action, inputs })).toBe(own);
  });
});
