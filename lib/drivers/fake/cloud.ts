import type { Ownership } from '../../domain/action/call.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { PlacementGroup } from '../../ports/placement-groups.ts';

/** A resource of the fake cloud. One without a token was there before us: somebody else made it. */
export type Thing = {
  readonly physicalId: string;
  /** Of which kind of resource it is, where it was made as one: clouds bound to several types list each apart. */
  readonly type?: string;
  readonly token: string | null;
  readonly installation: string | null;
  owner: Ownership | null;
  /** Of what its mark says. */
  signature?: string;
  readonly properties: JsonObject;
  /** Where it was put. */
  readonly placement?: JsonObject;
  readonly createdAt: Instant;
  readonly readyAt: Instant;
  /** The last operation, and what came of it. */
  done?: { readonly token: string; readonly memory: JsonObject };
  /** Set from outside, by whoever plays the part of bad luck. */
  broken?: string;
  /** The same for the machine that it runs on: why that is down. */
  hostDown?: string;
};

/** What the fake cloud knows. Several drivers may share one, as several workers share a real cloud. */
export type FakeCloud = {
  readonly things: Map<string, Thing>;
  /** Physical ids that are gone: what tells them from those that a former process made and this one never saw. */
  readonly gone: Set<string>;
  /** Server groups, by their ids. */
  readonly groups: Map<string, PlacementGroup>;
  /** Attempts to create that were made to fail, by node. */
  readonly failures: Map<string, number>;
};

export const fakeCloud = (): FakeCloud => ({ things: new Map(), gone: new Set(), groups: new Map(), failures: new Map() });

/** The cloud's memory of what is gone is bounded, or a long benchmark would become a leak. */
const MOST_REMEMBERED = 100_000;

/** Removes a thing, whoever asks: the driver, or a test that wants it to vanish behind the driver's back. */
export function vanish(cloud: FakeCloud, physicalId: string): void {
  cloud.things.delete(physicalId);
  cloud.gone.add(physicalId);
  forgetOldest(cloud.gone);
}

/** A thing that was there before us, for somebody to adopt. */
export function register(cloud: FakeCloud, physicalId: string, properties: JsonObject, createdAt: Instant): void {
  cloud.things.set(physicalId, { physicalId, token: null, installation: null, owner: null, properties, createdAt, readyAt: createdAt });
}

export function countFailure(cloud: FakeCloud, nodeId: string): number {
  const count = (cloud.failures.get(nodeId) ?? 0) + 1;
  cloud.failures.set(nodeId, count);
  forgetOldest(cloud.failures);
  return count;
}

function forgetOldest(memory: Set<string> | Map<string, unknown>): void {
  if (memory.size <= MOST_REMEMBERED) return;
  for (const oldest of memory.keys()) {
    memory.delete(oldest);
    return;
  }
}

export const physicalIdOf = (token: string): string => `fake-${token}`;
export const tokenOf = (physicalId: string): string | undefined => (/^fake-./.test(physicalId) ? physicalId.slice(5) : undefined);
