import { settled } from '../../domain/cluster/node.ts';
import { after, seconds } from '../../domain/kernel/time.ts';
import { untilCommitted } from '../app.ts';
import { markIll } from '../health/mark-ill.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { findInstance } from './see-groups.ts';

const REASON = 'Somebody who knows it says that it is unhealthy.';

/** Takes somebody's word for how an instance is. The ill are replaced as if the group itself had found out. */
export const judgeInstance =
  (app: GroupApp): Grouping['judgeInstance'] =>
  (realm, instanceId, healthy, respectsGrace) =>
    untilCommitted(async () => {
      const found = await findInstance(app, realm, instanceId);
      if (found.kind === 'refused') return found;
      const { node, grace } = found.instance;
      const now = app.clock.now();
      const young = now < after(node.createdAt ?? node.initAt, seconds(grace));
      if (healthy) {
        if (node.status !== 'ERROR' && node.status !== 'WARNING') return { kind: 'ok' };
        const well = { ...node, ...settled('ACTIVE', 'Somebody who knows it says that it is healthy.', now) };
        return (await app.store.commit([{ put: 'node', doc: well }])) === 'stale' ? 'stale' : { kind: 'ok' };
      }
      if (node.status !== 'ACTIVE' || (respectsGrace && young)) return { kind: 'ok' };
      await markIll(app, { project: node.project, id: node.clusterId }, [{ node, finding: { kind: 'ill', reason: REASON, gone: false } }]);
      return { kind: 'ok' };
    });
