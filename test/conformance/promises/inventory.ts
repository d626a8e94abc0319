import { expect } from '@jest/globals';
import fc from 'fast-check';
import { clear, listed, make, promise, resourceOf } from './promise.ts';

const text = fc.oneof(
  fc.constantFrom('', '..', '/', 'a/../b', 'a\0b', '-rf', '0', '1', '😀', '%', 'x'.repeat(5000), '__proto__'),
  fc.string(),
);
const names = fc.record({ token: fc.option(text), physicalId: fc.option(text), memory: fc.dictionary(text, fc.jsonValue()) });

export const inventory = [
  promise('list tells every resource of ours by token, physical id, project and node, and none that was removed', async (h) => {
    const made = [await make(h), await make(h)];
    const expected = made.map(({ token, physicalId, owner: { project, nodeId } }) =>
      expect.objectContaining({ token, physicalId, project, nodeId }),
    );
    expect(await listed(h)).toEqual(expect.arrayContaining(expected));
    for (const resource of made) await clear(h, resource);
    const left = (await listed(h)).map((owned) => owned.token);
    for (const resource of made) expect(left).not.toContain(resource.token);
  }),

  promise("list tells nothing of another installation's", async (h) => {
    const theirs = await make(h, {}, h.stranger);
    expect((await listed(h)).map((owned) => owned.physicalId)).not.toContain(theirs.physicalId);
    await clear(h, theirs, h.stranger);
  }),

  promise('whatever it is asked about, it answers with data and never throws', async (h) => {
    const ask = fc.asyncProperty(names, text, async ({ token, physicalId, memory }, operation) => {
      const resource = resourceOf(h.properties, { token, physicalId, memory: JSON.parse(JSON.stringify(memory)) });
      const driver = h.worker();
      const answers = [
        await driver.check({ resource }),
        await driver.details(resource),
        await driver.operate({ token: token ?? 'x', operation, params: {}, resource }),
        await driver.remove({ resource, force: true }),
        await driver.inspect(physicalId ?? ''),
      ];
      for (const answer of answers) expect(['ok', 'pending', 'unhealthy', 'fault']).toContain(answer.kind);
    });
    await fc.assert(ask, { numRuns: 40 });
  }),

  promise('it says how long a call may take, and that is less than a lease', async (h) => {
    const { callTimeout } = h.worker();
    expect(callTimeout).toBeGreaterThan(0);
    expect(callTimeout).toBeLessThanOrEqual(60);
  }),
];
