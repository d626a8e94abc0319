import { expect } from '@jest/globals';
import {
  after,
  checked,
  clear,
  expectRefusal,
  type Made,
  make,
  newToken,
  operate,
  promise,
  resourceOf,
  settle,
  someone,
} from './promise.ts';

export const changes = [
  promise('every operation does what it says', async (h) => {
    let made: Made = await make(h);
    for (const { operation, params, healthy } of h.operations) {
      made = after(made, await operate(h, made, operation, params));
      expect([operation, (await checked(h, made)).kind]).toEqual([operation, healthy ? 'ok' : 'unhealthy']);
    }
    await clear(h, made);
  }),

  promise('an operation repeated with its token is done once, and its answer is the same', async (h) => {
    let made: Made = await make(h);
    for (const { operation, params } of h.operations) {
      const token = newToken();
      const ask = () => operate(h, made, operation, params, token);
      const first = await ask();
      const running = await h.running(made.token);
      const again = await ask();
      expect([operation, again]).toEqual([operation, first]);
      expect(await h.running(made.token)).toEqual(running);
      made = after(made, first);
    }
    await clear(h, made);
  }),

  promise('an operation that the backend cannot do is a permanent fault that names it', async (h) => {
    const made = await make(h);
    expectRefusal(await operate(h, made, 'levitate'), /levitate/);
    expect(await checked(h, made)).toMatchObject({ kind: 'ok' });
    await clear(h, made);
  }),

  promise('an operation on what does not exist is a permanent fault', async (h) => {
    const resource = resourceOf(h.properties, { token: newToken() });
    for (const { operation, params } of h.operations) {
      expectRefusal(await operate(h, resource, operation, params));
    }
  }),

  promise('update brings the resource to the new properties, once per token', async (h) => {
    for (const { properties, changed } of h.updates) {
      const made = await make(h);
      const token = newToken();
      const ask = () => settle(h, made, (driver, r) => driver.update({ token, properties, changed, resource: r }));
      const first = await ask();
      const updated = { ...after(made, first), properties };
      const running = await h.running(made.token);
      expect(running).toEqual([updated.physicalId]);
      expect(await ask()).toEqual(first);
      expect(await h.running(made.token)).toEqual(running);
      expect(await checked(h, updated)).toMatchObject({ kind: 'ok' });
      await clear(h, updated);
      expect(await h.traces(made.token)).toEqual([]);
    }
  }),

  promise('update of what does not exist is a permanent fault', async (h) => {
    const resource = resourceOf(h.properties, { token: newToken() });
    for (const { properties, changed } of h.updates) {
      const token = newToken();
      expectRefusal(await settle(h, resource, (driver, r) => driver.update({ token, properties, changed, resource: r })));
    }
  }),

  promise('a resource that got another owner is as well as before', async (h) => {
    const made = await make(h);
    const moved = { ...made, owner: { ...someone(), nodeId: made.owner.nodeId } };
    const token = newToken();
    const owned = after(moved, await settle(h, moved, (driver, r) => driver.own({ token, resource: r })));
    expect(await checked(h, owned)).toMatchObject({ kind: 'ok' });
    expect(await h.running(made.token)).toEqual([made.physicalId]);
    await clear(h, owned);
    expect(await h.traces(made.token)).toEqual([]);
  }),
];
