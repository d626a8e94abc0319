import type { Action } from '../action/action.ts';
import type { Write } from '../documents.ts';
import { tell } from '../event/news.ts';
import type { Instant } from '../kernel/time.ts';
import type { CapacityOwner, Declared } from './capacity-owner.ts';
import type { Cluster } from './cluster.ts';

type Owned = { readonly capacity?: CapacityOwner; readonly declared?: Declared };

const SIZES: ReadonlySet<Action['action']> = new Set<Action['action']>([
  'CLUSTER_RESIZE',
  'CLUSTER_SCALE_OUT',
  'CLUSTER_SCALE_IN',
  'CLUSTER_ADD_NODES',
  'CLUSTER_DEL_NODES',
]);

/** The cluster as it is owned once an action is filed on it. One that only repeats the number or moves the bounds leaves the owner alone. */
export function ownedAfter<C extends Cluster>(cluster: C, action: Pick<Action, 'action' | 'inputs' | 'origin' | 'user'>, now: Instant): C {
  const { inputs, origin, user } = action;
  if (!SIZES.has(action.action)) return cluster;
  if (action.action === 'CLUSTER_RESIZE') {
    if (inputs.number === undefined) return cluster;
    if (inputs.adjustment_type === 'EXACT_CAPACITY' && inputs.number === (inputs.size_before ?? cluster.desiredCapacity)) return cluster;
  }
  return { ...cluster, capacity: { by: origin?.by ?? 'user', id: origin?.id ?? user, since: now } };
}

/** The cluster with what a user declares. */
export const declaredBy = <C extends Cluster>(cluster: C, user: string, number: number): C =>
  cluster.declared?.user === user && cluster.declared.number === number ? cluster : { ...cluster, declared: { user, number } };

/**
 * Who a declaration would take the capacity from without meaning to: a user who says again what they said before has not changed their mind, and somebody
 * else has set another number since. Undefined where they mean it: they say something else than before, or the capacity is theirs.
 *
 * @param now the number that there is, with what waits for its turn
 */
export function keptFrom({ capacity, declared }: Owned, user: string, number: number, now: number): CapacityOwner | undefined {
  if (declared?.user !== user || declared.number !== number || number === now || !capacity) return undefined;
  return capacity.by === 'user' && capacity.id === user ? undefined : capacity;
}

const WHO: Readonly<Record<CapacityOwner['by'], string>> = {
  user: 'another user',
  health: 'a health policy',
  refresh: 'a refresh of instances',
  pool: 'a warm pool',
  schedule: 'a schedule',
  receiver: 'a receiver',
  event: 'an event',
  policy: 'a scaling policy',
  alarm: 'an alarm',
  group: 'the group itself',
};

/** What is said to whoever declared it. */
export const keptWarning = (owner: CapacityOwner, number: number, now: number): string =>
  `The desired capacity stays at ${now}, which ${WHO[owner.by]} has set since ${number} was declared: declare another number, or insist.`;

/** The same as an event, and the cluster with the event counted in. */
export function tellKept(
  cluster: Cluster,
  owner: CapacityOwner,
  number: number,
  kept: number,
  now: Instant,
): { readonly cluster: Cluster; readonly event: Write } {
  const { history, write } = tell(
    cluster,
    {
      type: 'capacity-kept',
      level: 'WARN',
      status: 'end',
      action: 'CLUSTER_RESIZE',
      reason: keptWarning(owner, number, kept),
      data: { declared: number, desired: kept, owner: { by: owner.by, id: owner.id } },
    },
    now,
  );
  return { cluster: { ...cluster, history }, event: write };
}
