import type { Action } from '../action/action.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Calendar } from '../schedule/calendar.ts';
import { nextOpening, standingAt } from '../schedule/opening.ts';
import { hoursOf } from './maintenance.ts';

type Wanted = Pick<Action, 'action' | 'inputs' | 'origin' | 'targetName'>;

export type HoursVerdict =
  /** It is no business of the policy, or the time is right. */
  | { readonly kind: 'go' }
  /** The time is wrong, and somebody insists all the same: `reason` is to be noted. */
  | { readonly kind: 'forced'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly fault: Fault }
  /** It waits, without a lock, and begins between these two. */
  | { readonly kind: 'defer'; readonly opens: Instant; readonly closes: Instant | null; readonly reason: string };

/**
 * Whether something may begin now, as far as one maintenance policy says.
 *
 * @param properties as `readSpec` answered them @param forced whoever asks knows that the time is wrong, and is a person
 */
export function hoursVerdict(
  { name, properties }: { readonly name: string; readonly properties: JsonObject },
  wanted: Wanted,
  { calendar, now, forced }: { readonly calendar: Calendar; readonly now: Instant; readonly forced: boolean },
): HoursVerdict {
  const hours = hoursOf(properties);
  if (!hours.appliesTo.includes(wanted.action) || !disrupts(wanted)) return { kind: 'go' };
  const standing = standingAt(calendar, hours, now);
  if (standing.kind === 'open') return { kind: 'go' };

  const opening = nextOpening(calendar, hours, now);
  const when = opening
    ? `the next time is from ${iso(opening.opens)}${opening.closes === null ? '' : ` to ${iso(opening.closes)}`}`
    : 'there will be none';
  const reason = `By policy '${name}' there is ${standing.why} now; ${when}.`;
  if (forced && wanted.origin === undefined) return { kind: 'forced', reason };
  if (hours.defer && opening) return { kind: 'defer', ...opening, reason };
  const message = `${wanted.action} for '${wanted.targetName}' is refused. ${reason}`;
  return { kind: 'refuse', fault: permanent('policy.outside-window', message) };
}

/** When somebody should look again whether nodes that are ill may be recovered; undefined when they may be now, null when they never may. */
export function healingResumes(properties: JsonObject, calendar: Calendar, now: Instant): Instant | null | undefined {
  const hours = hoursOf(properties);
  if (!hours.automatic || standingAt(calendar, hours, now).kind === 'open') return undefined;
  return nextOpening(calendar, hours, now)?.opens ?? null;
}

/** What somebody has set going, and not the service by itself. */
const ASKED_FOR: ReadonlySet<string> = new Set(['schedule', 'receiver', 'refresh']);

/** Not what health does about nodes that are ill; and of changes, those that reach the resources. */
function disrupts({ action, inputs, origin }: Wanted): boolean {
  if (origin && !ASKED_FOR.has(origin.by)) return false;
  if (action === 'CLUSTER_UPDATE') return inputs.new_profile_id !== undefined && inputs.profile_only !== true;
  return action !== 'NODE_UPDATE' || inputs.new_profile_id !== undefined;
}

const iso = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
