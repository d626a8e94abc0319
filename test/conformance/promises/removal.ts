import { expect } from '@jest/globals';
import type { Resource } from '../../../lib/domain/action/call.ts';
import type { Harness } from './harness.ts';
import { after, checked, clear, make, newToken, operate, promise, resourceOf, settle } from './promise.ts';

const remove = (h: Harness, resource: Resource) => settle(h, resource, (driver, r) => driver.remove({ resource: r }));

async function expectGone(h: Harness, token: string): Promise<void> {
  expect(await h.running(token)).toEqual([]);
  expect(await h.traces(token)).toEqual([]);
}

export const removal = [
  promise('remove by token and physical id leaves nothing', async (h) => {
    const made = await make(h);
    expect(await remove(h, made)).toMatchObject({ kind: 'ok' });
    await expectGone(h, made.token);
  }),

  promise('remove by token alone leaves nothing: a create whose answer was lost left only that', async (h) => {
    const made = await make(h);
    expect(await remove(h, { ...made, physicalId: null, memory: {} })).toMatchObject({ kind: 'ok' });
    await expectGone(h, made.token);
  }),

  promise('remove by physical id alone leaves nothing', async (h) => {
    const made = await make(h);
    expect(await remove(h, { ...made, token: null, memory: {} })).toMatchObject({ kind: 'ok' });
    await expectGone(h, made.token);
  }),

  promise('remove may be repeated, and asked by several workers at once', async (h) => {
    const made = await make(h);
    const outcomes = await Promise.all([remove(h, made), remove(h, made), remove(h, made)]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['ok', 'ok', 'ok']);
    expect(await remove(h, made)).toMatchObject({ kind: 'ok' });
    await expectGone(h, made.token);
  }),

  promise('remove succeeds for what never existed', async (h) => {
    expect(await remove(h, resourceOf(h.properties, { token: newToken() }))).toMatchObject({ kind: 'ok' });
    expect(await remove(h, resourceOf(h.properties))).toMatchObject({ kind: 'ok' });
  }),

  promise('remove succeeds for what ended by itself', async (h) => {
    const made = await make(h);
    await h.lose(made.physicalId);
    expect(await remove(h, made)).toMatchObject({ kind: 'ok' });
    await expectGone(h, made.token);
  }),

  promise('remove by force leaves nothing', async (h) => {
    const made = await make(h);
    expect(await clear(h, made)).toMatchObject({ kind: 'ok' });
    await expectGone(h, made.token);
  }),

  promise('remove works from every state that an operation leaves', async (h) => {
    for (const { operation, params } of h.operations) {
      const made = await make(h);
      const operated = after(made, await operate(h, made, operation, params));
      expect(await remove(h, operated)).toMatchObject({ kind: 'ok' });
      await expectGone(h, made.token);
    }
  }),

  promise("remove does not touch another installation's resource", async (h) => {
    const theirs = await make(h, {}, h.stranger);
    for (const names of [{ token: null }, { physicalId: null }, {}]) await remove(h, { ...theirs, ...names, memory: {} });
    expect(await settle(h, theirs, (driver, r) => driver.check({ resource: r }), h.stranger)).toMatchObject({ kind: 'ok' });
    await clear(h, theirs, h.stranger);
  }),

  promise('remove does not touch a resource that nobody marked', async (h) => {
    const outsider = await h.outsider();
    await remove(h, resourceOf(h.properties, { physicalId: outsider.identity }));
    await remove(h, resourceOf(h.properties, { physicalId: outsider.identity, token: newToken() }));
    expect(await outsider.intact()).toBe(true);
    await outsider.clear();
  }),

  promise("remove does not touch what stands under the resource's name without our mark", async (h) => {
    const token = newToken();
    const squatter = await h.squat(token);
    await remove(h, resourceOf(h.properties, { token }));
    expect(await squatter.intact()).toBe(true);
    await squatter.clear();
  }),

  promise("remove does not touch another node's resource", async (h) => {
    const [one, other] = [await make(h), await make(h)];
    await remove(h, { ...one, physicalId: other.physicalId });
    await remove(h, { ...one, token: newToken(), physicalId: other.physicalId });
    expect(await checked(h, other)).toMatchObject({ kind: 'ok' });
    await clear(h, one);
    await clear(h, other);
  }),
];
