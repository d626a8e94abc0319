import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Outcome, Ownership, Resource } from '../../../lib/domain/action/call.ts';
import type { JsonObject } from '../../../lib/domain/kernel/json.ts';
import type { Driver, Owned } from '../../../lib/ports/driver.ts';
import type { Harness } from './harness.ts';

export type DriverPromise = { readonly name: string; readonly holds: (harness: Harness) => Promise<void> };

export const promise = (name: string, holds: (harness: Harness) => Promise<void>): DriverPromise => ({ name, holds });

export function someone(): Ownership {
  const nodeId = randomUUID();
  return { project: 'demo', clusterId: randomUUID(), nodeId, nodeName: `node-${nodeId.slice(0, 8)}`, index: 1, role: '' };
}

export const newToken = (): string => randomUUID();

export function resourceOf(properties: JsonObject, given: Partial<Resource> = {}): Resource {
  return { token: null, physicalId: null, memory: {}, owner: someone(), properties, ...given };
}

const MOST_ROUNDS = 60;

/**
 * Asks until there is a final answer, each time as another worker that was told nothing but what the last answer said to remember.
 * Every answer must survive being stored.
 */
export async function settle(
  h: Harness,
  resource: Resource,
  ask: (driver: Driver, resource: Resource) => Promise<Outcome>,
  worker: () => Driver = h.worker,
): Promise<Exclude<Outcome, { kind: 'pending' }>> {
  let memory = resource.memory;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const outcome = await ask(worker(), { ...resource, memory });
    expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
    if (outcome.kind !== 'pending') return outcome;
    expect(outcome.again).toBeGreaterThan(0);
    memory = outcome.memory ?? memory;
    await h.pass(outcome.again);
  }
  throw new Error(`still pending after ${MOST_ROUNDS} rounds`);
}

export type Made = Resource & { readonly token: string; readonly physicalId: string };

/** A resource that exists, as its node would remember it. */
export async function make(h: Harness, given: Partial<Resource> = {}, worker: () => Driver = h.worker): Promise<Made> {
  const token = given.token ?? newToken();
  const resource = resourceOf(h.properties, { ...given, token });
  const outcome = await settle(h, resource, (driver, r) => driver.ensure({ token, resource: r }), worker);
  if (outcome.kind !== 'ok' || outcome.physicalId === undefined) throw new Error(`could not be made: ${JSON.stringify(outcome)}`);
  return { ...resource, token, physicalId: outcome.physicalId, memory: outcome.memory ?? resource.memory };
}

/** All that it says is ours. */
export async function listed(h: Harness): Promise<readonly Owned[]> {
  const answer = await h.worker().list();
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
  return answer.resources;
}

/** The resource as its node remembers it after a successful call. */
export function after<R extends Resource>(resource: R, outcome: Outcome): R {
  if (outcome.kind !== 'ok') throw new Error(`expected ok, not ${JSON.stringify(outcome)}`);
  return { ...resource, physicalId: outcome.physicalId ?? resource.physicalId, memory: outcome.memory ?? resource.memory };
}

export const clear = (h: Harness, resource: Resource, worker: () => Driver = h.worker) =>
  settle(h, resource, (driver, r) => driver.remove({ resource: r, force: true }), worker);

export const operate = (h: Harness, resource: Resource, operation: string, params: JsonObject = {}, token: string = newToken()) =>
  settle(h, resource, (driver, r) => driver.operate({ token, operation, params, resource: r }));

export const checked = (h: Harness, resource: Resource) => settle(h, resource, (driver, r) => driver.check({ resource: r }));

/** An answer that says: do not try again, and why. */
export function expectRefusal(outcome: { readonly kind: string }, says: RegExp = /./): void {
  expect(outcome).toEqual({
    kind: 'fault',
    fault: { kind: 'permanent', code: expect.stringMatching(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/), message: expect.stringMatching(says) },
  });
}
