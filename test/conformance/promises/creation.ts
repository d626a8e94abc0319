import { expect } from '@jest/globals';
import { checked, clear, expectRefusal, make, newToken, promise, resourceOf, settle } from './promise.ts';

export const creation = [
  promise('ensure makes a resource that runs, and says what it is called', async (h) => {
    const made = await make(h);
    expect(await h.running(made.token)).toEqual([made.physicalId]);
    await clear(h, made);
  }),

  promise('repeating a token returns the first resource and creates no second one, even when the first answer never arrived', async (h) => {
    const first = await make(h);
    const again = await make(h, { token: first.token, owner: first.owner });
    expect(again.physicalId).toBe(first.physicalId);
    expect(await h.running(first.token)).toEqual([first.physicalId]);
    await clear(h, first);
  }),

  promise('workers that ask for one token at once get one resource', async (h) => {
    const token = newToken();
    const made = await Promise.all(Array.from({ length: 6 }, () => make(h, { token })));
    expect(new Set(made.map((r) => r.physicalId)).size).toBe(1);
    expect(await h.running(token)).toEqual([made[0]?.physicalId]);
    for (const resource of made.slice(0, 1)) await clear(h, resource);
  }),

  promise('many resources can be made at once, each its own', async (h) => {
    const made = await Promise.all(Array.from({ length: 10 }, () => make(h)));
    expect(new Set(made.map((r) => r.physicalId)).size).toBe(10);
    for (const resource of made) expect(await h.running(resource.token)).toEqual([resource.physicalId]);
    await Promise.all(made.map((resource) => clear(h, resource)));
  }),

  promise('a resource of that name which does not carry our mark is a permanent fault, never adopted', async (h) => {
    const token = newToken();
    const squatter = await h.squat(token);
    const resource = resourceOf(h.properties, { token });
    expectRefusal(await settle(h, resource, (driver, r) => driver.ensure({ token, resource: r })));
    expect(await squatter.intact()).toBe(true);
    await squatter.clear();
  }),

  promise("another installation's resource of the same token is not ours", async (h) => {
    const theirs = await make(h, {}, h.stranger);
    const resource = resourceOf(h.properties, { token: theirs.token });
    const outcome = await settle(h, resource, (driver, r) => driver.ensure({ token: theirs.token, resource: r }));
    if (outcome.kind === 'ok') {
      expect(outcome.physicalId).not.toBe(theirs.physicalId);
      await clear(h, { ...resource, physicalId: outcome.physicalId ?? null });
    } else expectRefusal(outcome);
    expect(await settle(h, theirs, (driver, r) => driver.check({ resource: r }), h.stranger)).toMatchObject({ kind: 'ok' });
    await clear(h, theirs, h.stranger);
  }),

  promise('what can never work is a permanent fault that names what is wrong, and leaves nothing once removed', async (h) => {
    for (const { properties, says } of h.impossible) {
      const token = newToken();
      const resource = resourceOf(properties, { token });
      expectRefusal(await settle(h, resource, (driver, r) => driver.ensure({ token, resource: r })), says);
      expect(await clear(h, resource)).toMatchObject({ kind: 'ok' });
      expect(await h.traces(token)).toEqual([]);
    }
  }),

  promise('the marks are what the owner is: a healthy resource is found by its token alone', async (h) => {
    const made = await make(h);
    expect(await checked(h, { ...made, physicalId: null, memory: {} })).toMatchObject({ kind: 'ok' });
    await clear(h, made);
  }),
];
