import { expect } from '@jest/globals';
import { checked, clear, expectRefusal, make, promise, resourceOf } from './promise.ts';

export const adoption = [
  promise('inspect describes an existing resource as properties, and changes nothing', async (h) => {
    const outsider = await h.outsider();
    const answer = await h.worker().inspect(outsider.identity);
    expect(answer).toMatchObject({ kind: 'ok', physicalId: expect.stringMatching(/./), properties: expect.any(Object) });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(await outsider.intact()).toBe(true);
    await outsider.clear();
  }),

  promise('what was adopted is checked, shown and removed by what inspect said to remember', async (h) => {
    const outsider = await h.outsider();
    const answer = await h.worker().inspect(outsider.identity);
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
    const { physicalId, properties, memory } = answer;
    const adopted = resourceOf(properties, { physicalId, memory });
    expect(await checked(h, adopted)).toEqual({ kind: 'ok' });
    expect(await h.worker().details(adopted)).toMatchObject({ kind: 'ok', details: { id: physicalId } });
    expect(await clear(h, adopted)).toMatchObject({ kind: 'ok' });
    expect(await outsider.intact()).toBe(false);
    expect(await checked(h, adopted)).toMatchObject({ kind: 'unhealthy', gone: true });
    expect(await clear(h, adopted)).toMatchObject({ kind: 'ok' });
    await outsider.clear();
  }),

  promise('inspect of what does not exist is a permanent fault', async (h) => {
    for (const identity of ['no-such-thing', '999999999', '../../etc/passwd', '', 'a\0b', '%2e%2e', '-1']) {
      expectRefusal(await h.worker().inspect(identity));
    }
  }),

  promise('what a node already has cannot be adopted, whichever installation it belongs to', async (h) => {
    const [ours, theirs] = [await make(h), await make(h, {}, h.stranger)];
    expectRefusal(await h.worker().inspect(ours.physicalId));
    expectRefusal(await h.worker().inspect(theirs.physicalId));
    await clear(h, ours);
    await clear(h, theirs, h.stranger);
  }),
];
