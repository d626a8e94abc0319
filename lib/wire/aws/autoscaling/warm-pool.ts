import { POOL_STATES, type Pool, type PoolState } from '../../../domain/cluster/pool.ts';
import { isAwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { name } from './constraints.ts';
import { instanceView } from './group-view.ts';
import { changes, nothing, number, reads, realmOf, text } from './operation.ts';
import { page } from './page.ts';
import { NAMES, poolView } from './pool-view.ts';

const STATES = new Map<string, PoolState>(POOL_STATES.map((state) => [NAMES[state], state]));

export const putWarmPool = changes(
  {
    AutoScalingGroupName: name,
    MaxGroupPreparedCapacity: { whole: true },
    MinSize: { whole: true },
    PoolState: { values: [...STATES.keys()] },
  },
  async ({ groups }, call, input) => {
    const { MaxGroupPreparedCapacity, MinSize, PoolState: state = 'Stopped' } = input;
    const [min, prepared] = [number(MinSize) ?? 0, number(MaxGroupPreparedCapacity) ?? -1];
    if (min < 0) return validationError('MinSize must be greater than or equal to 0');
    if (prepared < -1) return validationError('MaxGroupPreparedCapacity must be greater than or equal to -1');
    const reuse = input.InstanceReusePolicy as Structure | undefined;
    const pool: Pool = {
      min,
      prepared: prepared === -1 ? null : prepared,
      state: STATES.get(text(state)) ?? 'STOPPED',
      reuses: reuse?.ReuseOnScaleIn === true,
    };
    const put = await groups.putWarmPool(realmOf(call), text(input.AutoScalingGroupName), pool);
    return put.kind === 'refused' ? put : nothing;
  },
);

/** A group without a pool has none to show, and that is no error. */
export const describeWarmPool = reads({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
  const found = await groups.showGroup(realmOf(call), text(input.AutoScalingGroupName));
  if (found.kind === 'refused') return found;
  const shown = page(call, 'DescribeWarmPool', input, found.warm, ({ instanceId }) => instanceId, { usual: 50, most: 50 });
  if (isAwsFault(shown)) return shown;
  const { pool } = found.cluster;
  return {
    ...(pool && { WarmPoolConfiguration: poolView(pool) }),
    Instances: shown.items.map(instanceView),
    ...(shown.next !== undefined && { NextToken: shown.next }),
  };
});

export const deleteWarmPool = changes({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
  const deleted = await groups.deleteWarmPool(realmOf(call), text(input.AutoScalingGroupName), input.ForceDelete === true);
  return deleted.kind === 'refused' ? deleted : nothing;
});
