import type { ActionName } from '../action/action.ts';
import type { JsonObject } from '../kernel/json.ts';
import { type Instant, instant, seconds } from '../kernel/time.ts';
import { HORIZON_YEARS } from '../schedule/calendar.ts';
import type { Freeze, Hours } from '../schedule/opening.ts';
import { boolean, integer, list, map, string } from '../spec/element.ts';
import type { PropertiesOf, SpecSchema } from '../spec/schema.ts';
import { type Complaint, definePolicyKind, type PolicyLimits } from './policy-type.ts';

export const MAINTENANCE = 'coppice.policy.maintenance';

/** What takes members out of service, one way or another. */
const DISRUPTIVE = [
  'CLUSTER_UPDATE',
  'CLUSTER_REPLACE_NODES',
  'CLUSTER_RECOVER',
  'CLUSTER_OPERATION',
  'CLUSTER_RESIZE',
  'CLUSTER_SCALE_IN',
  'CLUSTER_DEL_NODES',
  'CLUSTER_DELETE',
  'NODE_UPDATE',
  'NODE_RECOVER',
  'NODE_OPERATION',
  'NODE_DELETE',
] as const satisfies readonly ActionName[];
const BY_DEFAULT = ['CLUSTER_UPDATE', 'CLUSTER_REPLACE_NODES', 'CLUSTER_RECOVER', 'NODE_UPDATE', 'NODE_RECOVER'];

const LEAST_DURATION = 60;
const MOST_DURATION = 604_800;
const MOST_ENTRIES = 100;

const cron = 'A cron expression: when it begins.';
const duration = `Number of seconds it lasts, from ${LEAST_DURATION} to ${MOST_DURATION}.`;
const timezone = 'The IANA name of the zone whose clocks the expression speaks of.';

const schema = {
  windows: list(
    'When what disrupts may happen. Without any it may at all times, but for the freezes.',
    map('A window.', {
      cron: string(cron, { required: true }),
      duration: integer(duration, { required: true }),
      timezone: string(timezone, { default: 'UTC' }),
    }),
    { default: [] },
  ),
  freezes: list(
    'When nothing that disrupts may happen, windows or not: from `start` to `end`, or for the `duration` from each time of `cron` on.',
    map('A freeze.', {
      start: string('RFC 3339, with its offset.'),
      end: string('RFC 3339, with its offset.'),
      cron: string(cron),
      duration: integer(duration),
      timezone: string(timezone, { default: 'UTC' }),
      reason: string('A sentence for people.', { default: '' }),
    }),
    { default: [] },
  ),
  applies_to: list('The actions that disrupt.', string('An action.', { values: DISRUPTIVE }), { default: BY_DEFAULT }),
  defer: boolean('Whether what comes at another time waits for the next window, instead of being refused.', { default: false }),
  automatic: boolean('Whether recoveries that health asks for keep to it, too.', { default: false }),
} satisfies SpecSchema;
type Properties = PropertiesOf<typeof schema>;

/** Says when nodes may be disturbed, and when nobody may. */
export const maintenance = definePolicyKind({
  name: MAINTENANCE,
  beyondSenlin: ['1.0'],
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2026.11' }] },
  priority: 50,
  singleton: true,
  appliesTo: 'any',
  className: 'MaintenancePolicy',
  schema,

  *complaints(properties, limits) {
    const { windows, freezes, applies_to } = properties;
    yield applies_to.length === 0 ? "the 'applies_to' must name at least one action" : undefined;
    yield windows.length + freezes.length === 0 ? "one of 'windows' and 'freezes' is required" : undefined;
    yield windows.length > MOST_ENTRIES ? `'windows' may have ${MOST_ENTRIES} entries at most` : undefined;
    yield freezes.length > MOST_ENTRIES ? `'freezes' may have ${MOST_ENTRIES} entries at most` : undefined;
    for (const [i, window] of windows.entries()) yield* spanComplaints(`windows.${i}`, window, limits);
    for (const [i, freeze] of freezes.entries()) {
      const { start, end } = freeze;
      const fixed = start !== undefined || end !== undefined;
      yield fixed === (freeze.cron !== undefined) ? `'freezes.${i}' needs either 'start' and 'end', or 'cron' and 'duration'` : undefined;
      if (!fixed) yield* spanComplaints(`freezes.${i}`, freeze, limits);
      else yield* momentComplaints(`freezes.${i}`, start, end);
    }
  },
});

type AskedSpan = { readonly cron?: string; readonly duration?: number; readonly timezone?: string };

function* spanComplaints(place: string, { cron = '', duration, timezone = 'UTC' }: AskedSpan, limits: PolicyLimits): Iterable<Complaint> {
  const { calendar, now } = limits;
  const fits = duration !== undefined && duration >= LEAST_DURATION && duration <= MOST_DURATION;
  yield fits ? undefined : `the '${place}.duration' must be between ${LEAST_DURATION} and ${MOST_DURATION}`;
  const complaint = calendar?.complaint(cron);
  yield complaint === undefined ? undefined : `the '${place}.cron' ${complaint.replace(/\.$/, '')}`;
  yield calendar?.isZone(timezone) === false ? `the '${place}.timezone' is not the name of a time zone` : undefined;
  if (calendar === undefined || now === undefined || complaint !== undefined) return;
  yield calendar.next(cron, timezone, now) === undefined ? `the '${place}.cron' names no time within ${HORIZON_YEARS} years` : undefined;
}

function* momentComplaints(place: string, start = '', end = ''): Iterable<Complaint> {
  yield momentOf(start) === undefined ? `the '${place}.start' must be a time with its offset` : undefined;
  yield momentOf(end) === undefined ? `the '${place}.end' must be a time with its offset` : undefined;
  yield (momentOf(start) ?? 0) < (momentOf(end) ?? 0) ? undefined : `the '${place}.end' must be after its 'start'`;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const momentOf = (text: string): Instant | undefined => {
  const ms = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : instant(ms);
};

type Manner = { readonly appliesTo: readonly string[]; readonly defer: boolean; readonly automatic: boolean };

/** The hours a policy keeps. @param raw properties as `readSpec` answered them */
export function hoursOf(raw: JsonObject): Hours & Manner {
  // They were read by the schema above, and what it cannot say was looked at when the policy was made.
  const { windows, freezes, applies_to: appliesTo, defer, automatic } = raw as Properties;
  const spanOf = ({ cron = '', duration = LEAST_DURATION, timezone = 'UTC' }: AskedSpan) => ({
    cron,
    timezone,
    duration: seconds(duration),
  });
  return {
    windows: windows.map(spanOf),
    freezes: freezes.map(({ start = '', end = '', reason = '', ...span }): Freeze => {
      const [from, to] = [momentOf(start), momentOf(end)];
      return from !== undefined && to !== undefined ? { start: from, end: to, reason } : { span: spanOf(span), reason };
    }),
    appliesTo,
    defer,
    automatic,
  };
}
