import type { Machine } from '../group/machine-catalogue.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';

/** What a node is made from. Only its name and metadata ever change, so a spec once read may be remembered. */
export type Profile = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly domain: string | null;
  readonly name: string;
  /** `type-version`. */
  readonly type: string;
  /** As the user sent it: no defaults filled in. */
  readonly spec: JsonObject;
  readonly metadata: JsonObject;
  /** What it is to AWS's clients, where it was made for one of their templates or configurations. */
  readonly machine?: Machine;
  /** Somebody is about to delete it and looks for users: whoever begins to use it has to take this off. */
  readonly leaving?: true;
  readonly createdAt: Instant;
  readonly updatedAt: Instant | null;
  readonly version: number;
};
