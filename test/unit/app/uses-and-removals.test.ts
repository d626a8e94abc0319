import { describe, expect, test } from '@jest/globals';
import type { Kind } from '../../../lib/domain/documents.ts';
import { demo } from '../../../lib/simulator/tenants.ts';
import { MemoryDocumentStore } from '../../../lib/store/memory/document-store.ts';
import { smallService } from '../../support/small-service.ts';

/** A service in which something happens at the moment in which somebody has looked for users and has not removed yet. */
async function watched(kind: Kind) {
  const raw = new MemoryDocumentStore();
  let meanwhile: (() => Promise<unknown>) | undefined;
  const store = Object.assign(Object.create(raw), {
    list: async (...asked: Parameters<typeof raw.list>) => {
      const listed = await raw.list(...asked);
      const now = asked[0] === kind ? meanwhile : undefined;
      if (now) meanwhile = undefined;
      await now?.();
      return listed;
    },
  });
  const small = smallService({ store });
  await small.verbs.createProfile(demo, { name: 'small', spec: { type: 'fake.node', version: '1.0', properties: {} } });
  const meeting = async (asked: () => Promise<{ readonly kind: string }>, deletion: () => Promise<{ readonly kind: string }>) => {
    let answer: { readonly kind: string } | undefined;
    meanwhile = async () => {
      answer = await asked();
    };
    const deleted = await deletion();
    await small.settle();
    return [answer?.kind, deleted.kind];
  };
  return { ...small, raw, meeting };
}

describe('who begins to use what is about to be removed, after its users were looked for', () => {
  test.each(['cluster', 'node'] as const)('a %s keeps its profile', async (kind) => {
    const { verbs, raw, meeting } = await watched(kind);
    const create = () =>
      kind === 'node'
        ? verbs.createNode(demo, { name: 'one', profile: 'small' })
        : verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: 1 });
    expect(await meeting(create, () => verbs.deleteProfile(demo, 'small'))).toEqual(['ok', 'refused']);
    expect(raw.everything('profile')).toHaveLength(1);
    expect(raw.everything(kind)).toHaveLength(1);
  });

  test('a cluster keeps its policy', async () => {
    const { verbs, raw, meeting, settle } = await watched('cluster');
    await verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: 1 });
    await settle();
    const spec = { type: 'senlin.policy.deletion', version: '1.0', properties: {} };
    await verbs.createPolicy(demo, { name: 'who', spec });
    const attach = async () => {
      const answer = await verbs.attachPolicy(demo, 'web', { policy: 'who', enabled: true });
      await settle();
      return answer;
    };
    expect(await meeting(attach, () => verbs.deletePolicy(demo, 'who'))).toEqual(['ok', 'refused']);
    expect(raw.everything('policy')).toHaveLength(1);
    expect(raw.everything('cluster').map(({ bindings }) => bindings.length)).toEqual([1]);
  });

  test('a removal that was refused, or never ended, is in nobody’s way', async () => {
    const { verbs, raw, settle } = await watched('cluster');
    await verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: 1 });
    await settle();
    expect(await verbs.deleteProfile(demo, 'small')).toMatchObject({ kind: 'refused', fault: { code: 'resource.in-use' } });
    expect(await verbs.createCluster(demo, { name: 'second', profile: 'small', desiredCapacity: 1 })).toMatchObject({ kind: 'ok' });
    expect(raw.everything('profile').map(({ leaving }) => leaving)).toEqual([undefined]);
  });
});
