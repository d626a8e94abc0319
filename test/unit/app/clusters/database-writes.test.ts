import { expect, test } from '@jest/globals';
import { demo } from '../../../../lib/simulator/tenants.ts';
import type { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { v1 } from '../../../../lib/wire/senlin/microversion.ts';
import { actionView } from '../../../../lib/wire/senlin/views/action.ts';
import { smallService } from '../../../support/small-service.ts';

test('an action says how many documents were written for it, for how many nodes', async () => {
  let written = 0;
  const service = smallService();
  const { commit } = service.store;
  Object.assign(service.store, {
    commit: async (writes: Parameters<MemoryDocumentStore['commit']>[0]) => {
      const answer = await commit.call(service.store, writes);
      if (answer === 'committed') written += writes.filter((write) => !('check' in write)).length;
      return answer;
    },
  });
  await service.found(4);
  for (const asked of [
    () => service.verbs.scaleOut(demo, 'web', { count: 120 }),
    () => service.verbs.checkCluster(demo, 'web', { params: {} }),
    () => service.verbs.scaleIn(demo, 'web', { count: 3 }),
  ]) {
    written = 0;
    const action = await service.done(asked());
    expect(action.status).toBe('SUCCEEDED');
    const { database_writes: said } = actionView(action, 'e', v1(15));
    const nodes = action.action === 'CLUSTER_SCALE_IN' ? 3 : action.action === 'CLUSTER_CHECK' ? 124 : 120;
    expect(said).toEqual({ total: written, nodes, per_node: Math.round((written / nodes) * 100) / 100 });
  }
  expect(actionView(service.store.everything('action')[0] as never, 'e', v1(14))).not.toHaveProperty('database_writes');
});
