import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../../../lib/domain/action/action.ts';
import { type Instant, instant } from '../../../../lib/domain/kernel/time.ts';
import { findPolicyType } from '../../../../lib/domain/policy/catalogue.ts';
import { hoursVerdict } from '../../../../lib/domain/policy/maintenance-decision.ts';
import { policyProperties } from '../../../../lib/domain/policy/policy-properties.ts';
import { validatePolicySpec } from '../../../../lib/domain/policy/validate-spec.ts';
import { cronCalendar } from '../../../../lib/platform/cron-calendar.ts';
import { anAction, idOf } from '../../../support/documents.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const NIGHT = { cron: '0 2 * * *', duration: 10_800, timezone: 'Europe/Berlin' };
const specOf = (properties: object) => ({ type: 'coppice.policy.maintenance', version: '1.0', properties: properties as never });
const limits = { leastHealthInterval: 60, calendar: cronCalendar, now: at('2026-11-20T00:00Z') };

describe('a spec', () => {
  test.each([
    [{ windows: [NIGHT] }],
    [{ freezes: [{ start: '2026-12-20T00:00:00Z', end: '2027-01-02T00:00:00+01:00', reason: 'holidays' }] }],
    [
      {
        windows: [
          { ...NIGHT, duration: 60 },
          { ...NIGHT, duration: 604_800 },
        ],
      },
    ],
    [{ freezes: [{ cron: '0 0 * * FRI', duration: 3_600 }], applies_to: ['CLUSTER_SCALE_IN'], defer: true }],
  ])('%j is taken', (properties) => {
    expect(validatePolicySpec(specOf(properties), limits)).toMatchObject({ kind: 'ok' });
  });

  test.each<[object, string]>([
    [{}, "one of 'windows' and 'freezes' is required"],
    [{ windows: [{ ...NIGHT, cron: '61 * * * *' }] }, "the 'windows.0.cron' cannot be read: Invalid value for minute: 61"],
    [{ windows: [NIGHT, { ...NIGHT, timezone: '../../etc/localtime' }] }, "the 'windows.1.timezone' is not the name of a time zone"],
    [{ windows: [{ ...NIGHT, duration: 59 }] }, "the 'windows.0.duration' must be between 60 and 604800"],
    [{ windows: [{ ...NIGHT, duration: 1e9 }] }, "the 'windows.0.duration' must be between 60 and 604800"],
    [{ windows: [{ ...NIGHT, duration: 604_801 }] }, "the 'windows.0.duration' must be between 60 and 604800"],
    [{ freezes: [{ start: '2026-12-20T00:00:00Z', end: '2026-12-20T00:00:00Z' }] }, "the 'freezes.0.end' must be after its 'start'"],
    [{ freezes: [{ start: '2026-12-20T00:00:00Z', end: '2026-12-20T00:59:59+01:00' }] }, "the 'freezes.0.end' must be after its 'start'"],
    [{ windows: [{ cron: '@daily' }] }, 'duration'],
    [{ windows: Array(101).fill(NIGHT) }, "'windows' may have 100 entries at most"],
    [{ freezes: [{}] }, "'freezes.0' needs either 'start' and 'end', or 'cron' and 'duration'"],
    [{ freezes: [{ start: '2026-12-20T00:00:00Z' }] }, "the 'freezes.0.end' must be a time with its offset"],
    [{ freezes: [{ start: 'Monday', end: '2026-12-20T00:00:00Z' }] }, "the 'freezes.0.start' must be a time with its offset"],
    [{ freezes: [{ start: '2026-12-20T00:00:00Z', end: '2026-12-20T00:00:00Z' }] }, "the 'freezes.0.end' must be after its 'start'"],
    [{ freezes: [{ start: '2026-12-20T00:00:00Z', end: '2026-12-21T00:00:00Z', cron: '@daily' }] }, "'freezes.0' needs either"],
    [{ freezes: [{ cron: 'often', duration: 60 }] }, "the 'freezes.0.cron' cannot be read"],
    [{ windows: [NIGHT], applies_to: ['CLUSTER_CHECK'] }, 'CLUSTER_CHECK'],
    [{ windows: [NIGHT], applies_to: [] }, "the 'applies_to' must name at least one action"],
    [{ windows: [{ ...NIGHT, cron: '0 0 31 2 *' }] }, "the 'windows.0.cron' names no time within 10 years"],
    [{ freezes: [{ cron: 'cron(0 8 ? * MON 2025)', duration: 60 }] }, "the 'freezes.0.cron' names no time within 10 years"],
  ])('%.90j is not', (properties, message) => {
    expect(validatePolicySpec(specOf(properties), limits)).toMatchObject({
      kind: 'fault',
      fault: { message: expect.stringContaining(message) },
    });
  });
});

describe('the verdict', () => {
  const verdict = (properties: object, action: Action, now: string, forced = false) => {
    const kind = findPolicyType('coppice.policy.maintenance-1.0');
    const read = kind && policyProperties(kind, { type: 'coppice.policy.maintenance-1.0', spec: specOf(properties) });
    if (!read) throw new Error('the spec cannot be read');
    return hoursVerdict({ name: 'nights', properties: read }, action, { calendar: cronCalendar, now: at(now), forced });
  };
  const update = anAction('CLUSTER_UPDATE', { inputs: { new_profile_id: idOf('other') }, targetName: 'web' });
  const origin = (by: 'health' | 'schedule') => ({ by, id: 'x', reason: 'r' }) as const;

  test.each<[string, Action, string, string]>([
    ['in a window', update, '2026-11-20T01:30Z', 'go'],
    ['outside', update, '2026-11-20T12:00Z', 'refuse'],
    ['what does not disrupt', anAction('CLUSTER_CHECK'), '2026-11-20T12:00Z', 'go'],
    ['a change of the name only', anAction('CLUSTER_UPDATE', { inputs: { name: 'x' } }), '2026-11-20T12:00Z', 'go'],
    ['a change of the profile only', { ...update, inputs: { ...update.inputs, profile_only: true } }, '2026-11-20T12:00Z', 'go'],
    ['a change of a node’s role', anAction('NODE_UPDATE', { inputs: { role: 'x' } }), '2026-11-20T12:00Z', 'go'],
    ['a recovery by hand', anAction('NODE_RECOVER'), '2026-11-20T12:00Z', 'refuse'],
    ['a recovery that health asks for', anAction('NODE_RECOVER', { origin: origin('health') }), '2026-11-20T12:00Z', 'go'],
    ['what a schedule asks for', { ...update, origin: origin('schedule') }, '2026-11-20T12:00Z', 'refuse'],
    ['scale-in, unless the policy says so', anAction('CLUSTER_SCALE_IN'), '2026-11-20T12:00Z', 'go'],
  ])('%s', (_, action, now, kind) => {
    expect(verdict({ windows: [NIGHT] }, action, now).kind).toBe(kind);
  });

  test('says when it may be, and under which policy', () => {
    expect(verdict({ windows: [NIGHT] }, update, '2026-11-20T12:00Z')).toEqual({
      kind: 'refuse',
      fault: {
        kind: 'permanent',
        code: 'policy.outside-window',
        message:
          "CLUSTER_UPDATE for 'web' is refused. By policy 'nights' there is no maintenance window now; the next time is from 2026-11-21T01:00:00Z to 2026-11-21T04:00:00Z.",
      },
    });
    expect(verdict({ windows: [{ ...NIGHT, cron: '0 0 30 2 *' }] }, update, '2026-11-20T12:00Z')).toMatchObject({
      fault: { message: expect.stringMatching(/there will be none\.$/) },
    });
  });

  test('a person may insist, and nobody else', () => {
    expect(verdict({ windows: [NIGHT] }, update, '2026-11-20T12:00Z', true)).toMatchObject({ kind: 'forced' });
    expect(verdict({ windows: [NIGHT] }, { ...update, origin: origin('schedule') }, '2026-11-20T12:00Z', true).kind).toBe('refuse');
  });

  test('it waits where the policy says so, if there is something to wait for', () => {
    expect(verdict({ windows: [NIGHT], defer: true }, update, '2026-11-20T12:00Z')).toMatchObject({
      kind: 'defer',
      opens: at('2026-11-21T01:00Z'),
      closes: at('2026-11-21T04:00Z'),
    });
    expect(verdict({ windows: [{ ...NIGHT, cron: '0 0 30 2 *' }], defer: true }, update, '2026-11-20T12:00Z').kind).toBe('refuse');
  });
});

test.each([
  ['windows', 100, true],
  ['windows', 101, false],
  ['freezes', 100, true],
  ['freezes', 101, false],
] as const)('%s: %i of them are taken: %s', (name, count, isTaken) => {
  const entry = name === 'windows' ? NIGHT : { cron: '0 0 * * FRI', duration: 3_600 };
  const said = validatePolicySpec(specOf({ [name]: Array.from({ length: count }, () => entry) }), limits);
  expect(said.kind === 'ok').toBe(isTaken);
});
