import type { Quota } from '../../../app/quotas/quota-verbs.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { LIMITS, type LimitName, RESOURCES, type Resource } from '../../../domain/quota/limits.ts';
import { documentSchema, integer, map, maybe, string, time } from './document-schema.ts';
import { utc } from './times.ts';

const isCounted = (name: LimitName): name is Resource => RESOURCES.some((one) => one === name);

export const quotaView = ({ usage, limits, defaults }: Quota): JsonObject => ({
  project_id: usage.project,
  ...Object.fromEntries(
    LIMITS.map((name) => [name, { limit: limits[name], default: defaults[name], ...(isCounted(name) && { in_use: usage.counts[name] }) }]),
  ),
  recounted_at: utc(usage.recountedAt),
  drift: usage.drift ? { found_at: utc(usage.drift.at), ...usage.drift.by } : null,
});

const limited = documentSchema({ limit: integer, default: integer });
const counted = documentSchema({ limit: integer, default: integer, in_use: integer });

export const quotaSchema: JsonObject = documentSchema({
  project_id: string,
  ...Object.fromEntries(LIMITS.map((name) => [name, isCounted(name) ? counted : limited])),
  recounted_at: time,
  drift: maybe(map),
});
