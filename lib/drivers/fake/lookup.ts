import type { Outcome, Resource } from '../../domain/action/call.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { type Instant, instant, seconds } from '../../domain/kernel/time.ts';
import { type FakeCloud, physicalIdOf, type Thing, tokenOf } from './cloud.ts';

/** What is behind a resource: as the cloud knows it, or only as its id lets us believe, when another process made it. */
export type Found = { readonly physicalId: string; readonly thing: Thing | undefined };

/** Looks a resource up by either of its names; undefined when there is none. The token wins: the other name follows from it. */
export function find(cloud: FakeCloud, { token, physicalId }: Pick<Resource, 'token' | 'physicalId'>): Found | undefined {
  const id = token === null ? physicalId : physicalIdOf(token);
  if (id === null || cloud.gone.has(id)) return undefined;
  const thing = cloud.things.get(id);
  if (thing) return { physicalId: id, thing };
  return physicalId !== null && tokenOf(id) !== undefined ? { physicalId: id, thing } : undefined;
}

/** Since when it has been well: its creation, or the last operation that starts it afresh. */
export function wellSince({ memory }: Resource, thing: Thing | undefined): Instant | undefined {
  const since = memory.since ?? memory.createdAt;
  return typeof since === 'number' ? instant(since) : thing?.createdAt;
}

/** Since when it is where it is: no operation takes it to another machine. */
export function bornAt({ memory }: Resource, thing: Thing | undefined): Instant | undefined {
  return typeof memory.createdAt === 'number' ? instant(memory.createdAt) : thing?.createdAt;
}

/**
 * `pending` while a change takes its time; undefined when it is over. Since when it runs is in the memory under its purpose, so
 * that nobody starts to wait afresh, and that the wait of a create given up does not pass for that of the delete after it.
 */
export function waiting(now: Instant, purpose: string, latency: number, memory: JsonObject, readyAt?: Instant): Outcome | undefined {
  if (latency === 0) return undefined;
  const until = readyAt ?? (memory.waitsFor === purpose && typeof memory.readyAt === 'number' ? memory.readyAt : now + latency);
  if (now >= until) return undefined;
  return { kind: 'pending', again: seconds(Math.ceil((until - now) / 1000)), memory: { ...memory, waitsFor: purpose, readyAt: until } };
}

/** The memory without what was only needed while a change was under way. */
export function settled({ waitsFor: _, readyAt: __, ...memory }: JsonObject): JsonObject {
  return memory;
}
