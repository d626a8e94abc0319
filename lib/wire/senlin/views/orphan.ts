import type { ShownOrphan } from '../../../app/orphans/keeping-orphans.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { askedFor, ORPHAN_REASONS, ORPHAN_STATUSES, UNPROVEN } from '../../../domain/orphan/orphan.ts';
import type { Sweep } from '../../../domain/orphan/sweep.ts';
import { inUnits } from '../../../domain/quota/price.ts';
import { documentSchema, integer, maybe, number, oneOf, string, time, uuid } from './document-schema.ts';
import { utc, utcOrNull } from './times.ts';

/** @param now milliseconds since the epoch: says how old it is */
export function orphanView({ orphan, isRemoved = false }: ShownOrphan, now: number): JsonObject {
  const asked = askedFor(orphan);
  return {
    action_id: orphan.mark.token,
    adopted_by: orphan.adoptedBy ?? null,
    age: Math.max(0, Math.floor((now - (asked ?? orphan.foundAt)) / 1000)),
    cost_per_hour: orphan.perHour === undefined ? null : inUnits(orphan.perHour),
    created_at: utcOrNull(asked ?? null),
    found_at: utc(orphan.foundAt),
    id: orphan.id,
    node_id: orphan.mark.nodeId,
    physical_id: orphan.physicalId,
    profile_type: orphan.profileType,
    project_id: orphan.project === UNPROVEN ? null : orphan.project,
    proof: orphan.proof,
    reason: orphan.reason,
    remove_at: isRemoved ? null : utcOrNull(orphan.removeAt),
    status: isRemoved ? REMOVED : orphan.status,
    status_reason: orphan.statusReason,
  };
}

const REMOVED = 'REMOVED';

export const orphanSchema: JsonObject = documentSchema({
  action_id: string,
  adopted_by: maybe(uuid),
  age: integer,
  cost_per_hour: maybe(number),
  created_at: maybe(time),
  found_at: time,
  id: uuid,
  node_id: string,
  physical_id: string,
  profile_type: string,
  project_id: maybe(string),
  proof: oneOf(['signed', 'unsigned', 'forged']),
  reason: oneOf(Object.keys(ORPHAN_REASONS)),
  remove_at: maybe(time),
  status: oneOf([...ORPHAN_STATUSES, REMOVED]),
  status_reason: string,
});

export const sweepView = ({ profileType, at, comparedAt, fault, halted, allowed, ...counts }: Sweep): JsonObject => ({
  allowed: allowed && { at_most: allowed.atMost, by: allowed.by, until: utc(allowed.until) },
  compared_at: utcOrNull(comparedAt),
  drifted: counts.drifted,
  failed: counts.failed,
  fault,
  halted: halted && { due: halted.due, reason: halted.reason, since: utc(halted.since) },
  listed: counts.listed,
  orphans: counts.orphans,
  profile_type: profileType,
  removed: counts.removed,
  swept_at: utcOrNull(at),
});

export const sweepSchema: JsonObject = documentSchema({
  allowed: maybe(documentSchema({ at_most: integer, by: string, until: time })),
  compared_at: maybe(time),
  drifted: integer,
  failed: integer,
  fault: maybe(string),
  halted: maybe(documentSchema({ due: integer, reason: string, since: time })),
  listed: integer,
  orphans: integer,
  profile_type: string,
  removed: integer,
  swept_at: maybe(time),
});
