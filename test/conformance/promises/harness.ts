import type { Ownership } from '../../../lib/domain/action/call.ts';
import type { JsonObject } from '../../../lib/domain/kernel/json.ts';
import type { Seconds } from '../../../lib/domain/kernel/time.ts';
import type { Driver } from '../../../lib/ports/driver.ts';

/** Something in the world that is not ours, and a way to see that nobody touched it. */
export type Bystander = { readonly identity: string; readonly intact: () => Promise<boolean>; readonly clear: () => Promise<void> };

/** The world a driver is held against. Everything here looks at the world itself, never through the driver. */
export type Harness = {
  /** A driver as a worker that was just started holds it: the same world, nothing remembered. */
  readonly worker: () => Driver;
  /** The same for another installation on the same machine. */
  readonly stranger: () => Driver;
  /** Something small that stays up. */
  readonly properties: JsonObject;
  /** What can never come up, and what its fault must say. */
  readonly impossible: readonly { readonly properties: JsonObject; readonly says: RegExp }[];
  /** Changes that are done in place, all starting from `properties`. */
  readonly updates: readonly { readonly properties: JsonObject; readonly changed: readonly string[] }[];
  /** Operations in an order that makes sense, and whether the resource is healthy after each. */
  readonly operations: readonly { readonly operation: string; readonly params: JsonObject; readonly healthy: boolean }[];
  /** Physical ids of what runs under this token, our installation's. */
  readonly running: (token: string) => Promise<readonly string[]>;
  /** Whatever our installation has in the world for this token: what must not be left behind. */
  readonly traces: (token: string) => Promise<readonly string[]>;
  /** Makes a resource end behind the driver's back. */
  readonly lose: (physicalId: string) => Promise<void>;
  /** A driver as `worker` holds it, whose machines are down. */
  readonly benighted: () => Driver;
  /** Puts something that does not carry our mark where the resource of this token would be. */
  readonly squat: (token: string) => Promise<Bystander>;
  /** Puts something into the world that bears our mark, written by somebody who does not have our secret. @param signature empty: none */
  readonly forge: (token: string, owner: Ownership, signature: string) => Promise<Bystander>;
  /** A resource that nobody manages, for adoption. */
  readonly outsider: () => Promise<Bystander>;
  /** Lets time pass while something is pending. */
  readonly pass: (time: Seconds) => Promise<void>;
  readonly start?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
  /** Promises that this backend cannot keep: why, and proof of what holds instead. */
  readonly exceptions?: { readonly [promise: string]: { readonly reason: string; readonly instead: (h: Harness) => Promise<void> } };
};
