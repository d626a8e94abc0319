import type { Pool } from '../../domain/cluster/pool.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { setPool } from '../clusters/set-pool.ts';
import { fillPool } from '../engine/refill-pool.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';

/** What nobody said is AWS's own: a put says everything anew. */
export const putWarmPool =
  (app: GroupApp): Grouping['putWarmPool'] =>
  async (realm, name, pool) => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living) return groupMissing(name);
    return setPool(app, realm.caller, living.cluster.id, (cluster) => (cluster.pool?.draining ? goes(name) : pool));
  };

const goes = (name: string): Refusal =>
  refused('warm-pool.draining', `The warm pool of the AutoScalingGroup ${name} is being deleted: it cannot be updated.`);

/** It is gone once it is empty; until then it is there, and takes nobody in. */
export const deleteWarmPool =
  (app: GroupApp): Grouping['deleteWarmPool'] =>
  async (realm, name, force) => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living) return groupMissing(name);
    const draining = ({ pool }: { readonly pool?: Pool | null }): Pool | Refusal =>
      pool ? { ...pool, draining: true } : refused('warm-pool.not-found', `No warm pool found for the AutoScalingGroup ${name}.`);
    return setPool(app, realm.caller, living.cluster.id, draining, force ? { force } : {});
  };

/** Pools that are not as they are to be: somebody died who was to see to it, or it could not be done, or the node was deleted by itself. */
export async function sweepPools(app: Pick<GroupApp, 'store'> & Parameters<typeof fillPool>[0]): Promise<void> {
  for (const project of await app.store.projects()) {
    const { items } = await app.store.list('cluster', project);
    for (const cluster of items.filter(({ pool }) => pool)) await fillPool(app, cluster, cluster);
  }
}
