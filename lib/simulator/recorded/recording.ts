import { z } from 'zod';
import { ACTION_STATUSES, CLUSTER_ACTIONS, NODE_ACTIONS } from '../../domain/action/action.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';

const name = z.enum([...CLUSTER_ACTIONS, ...NODE_ACTIONS]);
const free = z.record(z.string(), z.json()).transform((given) => given as JsonObject);
/** In seconds since the recording begins; null while it had not come to that. */
const moment = z.number().nullable();
const end = { status: z.enum(ACTION_STATUSES), reason: z.string(), began: moment, ended: moment };

/** What came of a deed on one node. */
const Part = z.strictObject({ action: name, node: z.string(), ...end });
export type Part = z.infer<typeof Part>;

/** Something that was asked for, by whomever. Whatever has an id is named: `cluster`, `node-3`, `policy-1`, `profile-2`. */
const Deed = z.strictObject({ at: z.number(), action: name, on: z.string(), inputs: free, ...end, parts: z.array(Part) });
export type RecordedDeed = z.infer<typeof Deed>;

/** What befell a cluster of a real service, as far as that remembers it: enough to live through it again. */
export const Recording = z.strictObject({
  recording: z.literal(1),
  /** How many there were at first; null where the creation of the cluster is among the deeds. */
  members: z.int().nullable(),
  /** Its bounds as they are now; of one that is gone they are not known, and it has none here. */
  min: z.int(),
  max: z.int(),
  timeout: z.int(),
  profiles: z.int(),
  /** By their names; attached from the beginning, or later by a deed. */
  policies: z.record(z.string(), z.strictObject({ spec: free, attached: z.boolean() })),
  deeds: z.array(Deed),
  /** What there was and is not in here, each with why. */
  leftOut: z.array(z.string()),
});
export type Recording = z.infer<typeof Recording>;

export const isRecording = (json: unknown): boolean => typeof json === 'object' && json !== null && 'recording' in json;
