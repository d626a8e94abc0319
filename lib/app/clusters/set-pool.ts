import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Pool } from '../../domain/cluster/pool.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import { lookUp } from '../lookup.ts';
import type { Answer } from '../verb.ts';

/** Gives a cluster a pool, changes it or begins to take it down: what it comes to holds at once, and is done when its turn comes. */
export const setPool = (
  app: App,
  caller: Principal,
  text: string,
  change: (cluster: Cluster) => Pool | Refusal,
  inputs: { readonly force?: true } = {},
): Promise<Answer<object>> =>
  untilCommitted(async () => {
    const found = await lookUp(app.store, caller, 'cluster', text);
    if (found.kind === 'refused') return found;
    const cluster = found.doc;
    const pool = change(cluster);
    if ('fault' in pool) return pool;
    const filed = await fileAction(app, {
      action: uponCluster(cluster, {
        id: newId(app),
        user: caller.userId,
        action: 'CLUSTER_FILL_POOL',
        inputs,
      }),
      cluster: { ...cluster, pool },
      patient: true,
    });
    if (filed === 'stale' || filed.kind === 'filed') return filed === 'stale' ? filed : { kind: 'ok' };
    if (filed.fault.code !== 'cluster.suspended') return filed;
    // Nothing is launched now. Once something is, the sweep has it filled.
    return (await app.store.commit([{ put: 'cluster', doc: { ...cluster, pool } }])) === 'stale' ? 'stale' : { kind: 'ok' };
  });
