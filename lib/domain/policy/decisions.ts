import { z } from 'zod';
import { isJsonObject, JsonObject } from '../kernel/json.ts';

const Shares = z.record(z.string(), z.number());
const Ids = z.array(z.string()).readonly();

const PARTS = {
  creation: z.object({ count: z.number(), regions: Shares.optional(), zones: Shares.optional() }),
  deletion: z.object({
    count: z.number(),
    candidates: Ids.optional(),
    destroy_after_deletion: z.boolean().optional(),
    /** Seconds. */
    grace_period: z.number().optional(),
    reduce_desired_capacity: z.boolean().optional(),
    regions: Shares.optional(),
    zones: Shares.optional(),
  }),
  /** Where the new nodes go besides their zones and regions. Fewer than there are nodes: they begin again. */
  placement: z.object({ count: z.number(), placements: z.array(JsonObject).readonly() }),
  /** Which members are updated together, one set after another; seconds in between. */
  update: z.object({ pause_time: z.number(), plan: z.array(Ids).readonly() }),
  /** Ours: how many at a time come or go, and the seconds in between. */
  batch: z.object({ size: z.number(), pause_time: z.number() }),
  /** Ours: nodes of nobody that are taken in before new ones are made. */
  reuse: z.object({ nodes: Ids }),
};

/**
 * What policies decided about an action, in the form in which Senlin keeps it under the action's `data`. Each policy sees what those before
 * it decided, and may add to it; whoever plans the action obeys.
 */
export type Decisions = { readonly [K in keyof typeof PARTS]?: z.infer<(typeof PARTS)[K]> | undefined };

/** What was decided about an action, as its `data` has it. What cannot be understood was decided by nobody. */
export function decisionsIn(data: JsonObject): Decisions {
  const parts = Object.entries(PARTS).flatMap(([key, part]) => {
    const said = data[key];
    if (said === undefined) return [];
    const read = part.safeParse(said);
    return read.success ? [[key, read.data]] : [];
  });
  // Each part was parsed by its own schema, one line above.
  return Object.fromEntries(parts) as Decisions;
}

/** What is decided later is added to what was decided before, key by key. */
export function decideFurther(before: Decisions, more: Decisions): Decisions {
  const merged = Object.entries(more).map(([key, part]) => [key, { ...before[key as keyof Decisions], ...part }]);
  return { ...before, ...Object.fromEntries(merged) };
}

/** As JSON has it: what is undefined is not there. */
export const stripped = (value: object): JsonObject =>
  Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, isJsonObject(item) ? stripped(item) : item]])),
  );
