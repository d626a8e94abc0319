import type { JsonObject } from '../../domain/kernel/json.ts';

/** What is asked for when somebody's resource is to become a node. */
export type Adopt = {
  readonly identity: string;
  readonly type: string;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly overrides?: JsonObject | undefined;
  readonly snapshot?: boolean | undefined;
};
