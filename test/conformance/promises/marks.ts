import { expect } from '@jest/globals';
import { checked, clear, expectRefusal, listed, make, newToken, promise, resourceOf, someone } from './promise.ts';

const WRONG = 'f'.repeat(32);

export const marks = [
  promise('what it makes is signed', async (h) => {
    const made = await make(h);
    expect((await listed(h)).filter(({ token }) => token === made.token)).toMatchObject([{ physicalId: made.physicalId, proof: 'signed' }]);
    await clear(h, made);
  }),

  promise('a forged mark is told for what it is, and believed in nothing', async (h) => {
    const [token, owner] = [newToken(), someone()];
    const forged = await h.forge(token, owner, WRONG);
    const [resource] = (await listed(h)).filter((one) => one.token === token);
    expect(resource).toMatchObject({ proof: 'forged', project: owner.project, nodeId: owner.nodeId });
    expectRefusal(await h.worker().inspect(forged.identity));
    expectRefusal(await h.worker().inspect(forged.identity, token));
    const known = resourceOf(h.properties, { token, owner, physicalId: resource?.physicalId ?? '', memory: resource?.memory ?? {} });
    for (const one of [known, { ...known, token: null }, { ...known, physicalId: null }]) {
      await h.worker().remove({ resource: one, force: true });
      expect(await forged.intact()).toBe(true);
    }
    const made = await h.worker().ensure({ token, resource: { ...known, physicalId: null, memory: {} } });
    if (made.kind === 'ok') expect(made.physicalId).not.toBe(resource?.physicalId);
    await clear(h, { ...known, physicalId: null, memory: {} });
    expect(await forged.intact()).toBe(true);
    await forged.clear();
  }),

  promise('a mark without a signature proves nothing, and whose it says it is can still be told', async (h) => {
    const [token, owner] = [newToken(), someone()];
    const found = await h.forge(token, owner, '');
    expect((await listed(h)).filter((one) => one.token === token)).toMatchObject([{ proof: 'unsigned', nodeId: owner.nodeId }]);
    await found.clear();
  }),

  promise('what no node has any more is described to whoever knows its token, and is then like any other', async (h) => {
    const made = await make(h);
    expectRefusal(await h.worker().inspect(made.physicalId, newToken()));
    const answer = await h.worker().inspect(made.physicalId, made.token);
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
    expect(answer.physicalId).toBe(made.physicalId);
    const adopted = resourceOf(answer.properties, { token: made.token, physicalId: answer.physicalId, memory: answer.memory });
    expect(await checked(h, adopted)).toEqual({ kind: 'ok' });
    expect(await clear(h, adopted)).toMatchObject({ kind: 'ok' });
    expect(await h.traces(made.token)).toEqual([]);
  }),
];
