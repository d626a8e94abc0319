import { describe, expect, test } from '@jest/globals';
import { readRules } from '../../../../lib/domain/retention/read-rules.ts';
import { DEFAULT_RULES, ruleFor } from '../../../../lib/domain/retention/rule.ts';

const read = (...rules: readonly object[]) => readRules({ rules });

describe('rules', () => {
  test('come before the defaults, which hold for what they leave open', () => {
    const answer = read({ kind: 'event', max_age: 604_800, keep_failed: 'forever', disposition: 'archive' });
    expect(answer).toEqual({
      kind: 'ok',
      rules: [{ name: 'event-1', kind: 'event', maxAge: 604_800, keepFailed: 'forever', disposition: 'archive' }, ...DEFAULT_RULES],
    });
  });

  test('of some projects come before those of all', () => {
    const answer = read(
      { name: 'long', kind: 'action', projects: ['a'], max_count: 5, per: 'object', disposition: 'archive' },
      { name: 'none', kind: 'action', disposition: 'keep' },
    );
    const rules = answer.kind === 'ok' ? answer.rules : [];
    expect(ruleFor(rules, 'action', 'a')).toMatchObject({ name: 'long', maxCount: 5, per: 'object' });
    expect(ruleFor(rules, 'action', 'b')).toMatchObject({ name: 'none', disposition: 'keep' });
    expect(ruleFor(rules, 'event', 'b')).toMatchObject({ name: 'default-event' });
  });

  const event = { kind: 'event', max_age: 1, disposition: 'delete' };
  test.each([
    ['no list', { rule: [] }, [/^rules: /, /rule/]],
    ['a kind that is none', { rules: [{ ...event, kind: 'evnt' }] }, [/^rule 1: kind: /]],
    ['its own name', { rules: [event, { ...event, name: 'mine', max_age: -1 }] }, [/^rule 2 "mine": max_age: /]],
    ['a field nobody knows', { rules: [{ ...event, max_aeg: 1 }] }, [/^rule 1: .*max_aeg/]],
    ['no limit', { rules: [{ kind: 'event', disposition: 'delete' }] }, [/^rule 1: max_age: or max_count/]],
    ['a limit of what is kept', { rules: [{ ...event, disposition: 'keep' }] }, [/^rule 1: max_age: says nothing of what is kept/]],
    ['what to count by, and no count', { rules: [{ ...event, per: 'object' }] }, [/^rule 1: per: goes with max_count/]],
    [
      'an age of what goes by itself',
      { rules: [{ kind: 'cluster', max_age: 1, disposition: 'archive' }] },
      [/^rule 1: max_age: .*goes by itself/],
    ],
    ['that a run is kept', { rules: [{ kind: 'execution', disposition: 'keep' }] }, [/^rule 1: disposition: /]],
    ['failed dead letters', { rules: [{ kind: 'letter', max_age: 1, keep_failed: 2, disposition: 'delete' }] }, [/^rule 1: keep_failed: /]],
    ['words for a time', { rules: [{ ...event, keep_failed: 'for ever' }] }, [/^rule 1: keep_failed: is a number of seconds or "forever"/]],
    [
      'two of one name',
      {
        rules: [
          { ...event, name: 'x' },
          { ...event, name: 'x' },
        ],
      },
      [/two are called "x"/],
    ],
    ['half a second', { rules: [{ ...event, max_age: 0.5 }] }, [/^rule 1: max_age: /]],
    ['something else altogether', 'rules', [/expected object/]],
  ])('that say %s are refused by rule and field', (_, json, complaints) => {
    const answer = readRules(json);
    expect(answer.kind).toBe('bad');
    const said = answer.kind === 'bad' ? answer.complaints : [];
    for (const complaint of complaints) expect(said).toEqual(expect.arrayContaining([expect.stringMatching(complaint)]));
  });
});
