import { expect } from '@jest/globals';
import { checked, clear, expectRefusal, make, newToken, operate, promise, resourceOf, settle } from './promise.ts';

export const health = [
  promise('check finds a running resource healthy, and changes nothing', async (h) => {
    const made = await make(h);
    expect(await checked(h, made)).toEqual({ kind: 'ok' });
    expect(await checked(h, made)).toEqual({ kind: 'ok' });
    expect(await h.running(made.token)).toEqual([made.physicalId]);
    await clear(h, made);
  }),

  promise('check tells that a resource ended, and why, and that is no fault', async (h) => {
    const made = await make(h);
    await h.lose(made.physicalId);
    expect(await checked(h, made)).toEqual({ kind: 'unhealthy', reason: expect.stringMatching(/./), gone: expect.any(Boolean) });
    await clear(h, made);
  }),

  promise('check tells that what never existed, or was removed, is gone', async (h) => {
    const made = await make(h);
    await clear(h, made);
    expect(await checked(h, made)).toMatchObject({ kind: 'unhealthy', gone: true });
    expect(await checked(h, { ...made, physicalId: null })).toMatchObject({ kind: 'unhealthy', gone: true });
    expect(await checked(h, resourceOf(h.properties, { token: newToken() }))).toMatchObject({ kind: 'unhealthy', gone: true });
  }),

  promise('the machine of a resource is well while it is up, whatever the resource is like, and asking changes nothing', async (h) => {
    const made = await make(h);
    expect(await settle(h, made, (driver, r) => driver.checkHost(r))).toEqual({ kind: 'ok' });
    expect(await settle(h, made, (driver, r) => driver.checkHost(r))).toEqual({ kind: 'ok' });
    expect(await h.running(made.token)).toEqual([made.physicalId]);
    const [first] = h.operations;
    await operate(h, made, first?.operation ?? '', first?.params);
    expect(await settle(h, made, (driver, r) => driver.checkHost(r))).toEqual({ kind: 'ok' });
    await clear(h, made);
  }),

  promise('a machine that is down is told of, and that is no fault', async (h) => {
    const made = await make(h);
    expect(await h.benighted().checkHost(made)).toEqual({ kind: 'unhealthy', reason: expect.stringMatching(/down/), gone: false });
    expect(await checked(h, made)).toEqual({ kind: 'ok' });
    await clear(h, made);
  }),

  promise('details are data about the resource', async (h) => {
    const made = await make(h);
    const answer = await h.worker().details(made);
    expect(answer).toMatchObject({ kind: 'ok', details: { id: made.physicalId, status: 'ACTIVE' } });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    await clear(h, made);
  }),

  promise('details of what does not exist are a fault', async (h) => {
    expectRefusal(await h.worker().details(resourceOf(h.properties, { token: newToken() })));
  }),
];
