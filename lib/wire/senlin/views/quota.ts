import type { Quota } from '../../../app/quotas/quota-verbs.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { type Counts, LIMITS, type LimitName, RESOURCES, type Resource } from '../../../domain/quota/limits.ts';
import { figureOf, inUnits } from '../../../domain/quota/price.ts';
import { documentSchema, integer, map, maybe, number, string, time } from './document-schema.ts';
import { utc } from './times.ts';

const isCounted = (name: LimitName): name is Resource => RESOURCES.some((one) => one === name);

export const quotaView = ({ usage, limits, defaults }: Quota): JsonObject => ({
  project_id: usage.project,
  ...Object.fromEntries(
    LIMITS.map((name) => [
      name,
      {
        limit: figureOf(name, limits[name]),
        default: figureOf(name, defaults[name]),
        ...(isCounted(name) && { in_use: figureOf(name, usage.counts[name]) }),
      },
    ]),
  ),
  recounted_at: utc(usage.recountedAt),
  drift: usage.drift ? { found_at: utc(usage.drift.at), ...inFigures(usage.drift.by) } : null,
});

/** A drift may be negative, and minus a millionth is no limit. */
const inFigures = (by: Partial<Counts>): JsonObject => ({
  ...by,
  ...(by.cost_per_hour !== undefined && { cost_per_hour: inUnits(by.cost_per_hour) }),
});

const limited = documentSchema({ limit: integer, default: integer });
const counted = documentSchema({ limit: integer, default: integer, in_use: integer });
const money = documentSchema({ limit: number, default: number, in_use: number });

export const quotaSchema: JsonObject = documentSchema({
  project_id: string,
  ...Object.fromEntries(LIMITS.map((name) => [name, name === 'cost_per_hour' ? money : isCounted(name) ? counted : limited])),
  recounted_at: time,
  drift: maybe(map),
});
