import type { SeenGroup } from '../../../app/groups/grouping.ts';
import type { Pool, PoolState } from '../../../domain/cluster/pool.ts';
import type { Structure } from '../query/shape.ts';

export const NAMES: Readonly<Record<PoolState, string>> = { STOPPED: 'Stopped', RUNNING: 'Running', HIBERNATED: 'Hibernated' };

/** What nobody gave is not shown: clients that keep a plan would want it gone again and again. */
export const poolView = ({ min, prepared, state, reuses, draining }: Pool): Structure => ({
  ...(prepared !== null && { MaxGroupPreparedCapacity: prepared }),
  MinSize: min,
  PoolState: NAMES[state],
  ...(draining && { Status: 'PendingDelete' }),
  ...(reuses && { InstanceReusePolicy: { ReuseOnScaleIn: true } }),
});

/** What a group says of its pool. */
export const poolOfGroup = ({ cluster: { pool }, warm }: SeenGroup): Structure =>
  pool ? { WarmPoolConfiguration: poolView(pool), WarmPoolSize: warm.length } : {};
