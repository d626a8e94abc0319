import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';

/** A rule that can be attached to clusters. Only its name ever changes. */
export type Policy = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly domain: string | null;
  readonly name: string;
  /** `type-version`. */
  readonly type: string;
  /** As the user sent it: no defaults filled in, and no secret left in. */
  readonly spec: JsonObject;
  readonly data: JsonObject;
  /** What messages of its hook are signed with. Never shown. Absent: nothing is signed. */
  readonly sealedSecret?: string;
  /** Somebody is about to delete it and looks for users: whoever begins to use it has to take this off. */
  readonly leaving?: true;
  readonly createdAt: Instant;
  readonly updatedAt: Instant | null;
  readonly version: number;
};
