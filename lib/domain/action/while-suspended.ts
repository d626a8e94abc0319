import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import { poolOf } from '../cluster/pool-size.ts';
import { countedIn } from '../cluster/standby.ts';
import { isSuspended, type Process } from '../cluster/suspension.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import type { Action, ActionName, Origin } from './action.ts';

type Wanted = Pick<Action, 'action' | 'inputs' | 'targetName'> & { readonly origin?: Origin };
type Place = { readonly cluster?: Cluster | undefined; readonly node?: Node | undefined };

/** These only look. */
const LOOKS: ReadonlySet<ActionName> = new Set<ActionName>(['CLUSTER_CHECK', 'NODE_CHECK']);

/**
 * Why an action is not filed on a cluster or a node that is suspended. What happens by itself has no way around it; what somebody asks for
 * goes ahead where it does not touch what is suspended, or where they insist.
 *
 * @param insists the caller knows of the suspension and wants it all the same
 */
export const whyNotWhileSuspended = (wanted: Wanted, place: Place, insists: boolean): Fault | undefined =>
  wanted.origin === undefined && insists ? undefined : (ofCluster(wanted, place) ?? ofNode(wanted, place));

function ofCluster(wanted: Wanted, { cluster }: Place): Fault | undefined {
  if (!cluster?.suspended) return undefined;
  const { everything } = cluster.suspended;
  const isHeld = wanted.origin !== undefined || !LOOKS.has(wanted.action);
  const held = everything && isHeld ? 'everything' : touchedBy(wanted, cluster).find((each) => isSuspended(cluster, each));
  if (held === undefined) return undefined;
  const what = held === 'everything' ? 'suspended' : `suspended in its process ${held}`;
  return permanent(
    'cluster.suspended',
    `${wanted.action} for cluster '${cluster.name}' is refused: the cluster is ${what}${because(cluster.suspended.reason)}.`,
  );
}

function ofNode({ action }: Wanted, { node }: Place): Fault | undefined {
  if (!node?.suspended || (action !== 'NODE_CHECK' && action !== 'NODE_RECOVER')) return undefined;
  return permanent('node.suspended', `${action} for node '${node.name}' is refused: the node is suspended.`);
}

const because = (reason: string): string => (reason === '' ? '' : ` (${reason})`);

/** The processes an action is part of: that which made it, and what it does to the number of members. */
const touchedBy = (wanted: Wanted, cluster: Cluster): readonly Process[] => [...madeBy(wanted), ...changing(wanted, cluster)];

function madeBy({ action, inputs, origin }: Wanted): readonly Process[] {
  if (!origin) return [];
  if (action.endsWith('_CHECK')) return ['HealthCheck'];
  // Making a node anew takes both of what making and taking away take.
  if (action.endsWith('_RECOVER')) return recreates(inputs.operation) ? ['ReplaceUnhealthy', 'Terminate', 'Launch'] : ['ReplaceUnhealthy'];
  // A scaling policy that somebody executes by hand is their doing.
  if (action === 'CLUSTER_RESIZE' && origin.by === 'policy') return [];
  return BY[origin.by];
}

const recreates = (operation: unknown): boolean => operation === undefined || operation === 'RECREATE';

const BY: Readonly<Record<Origin['by'], readonly Process[]>> = {
  health: ['ReplaceUnhealthy'],
  schedule: ['ScheduledActions'],
  receiver: ['AlarmNotification'],
  event: ['AlarmNotification'],
  policy: ['AZRebalance'],
  pool: ['Launch'],
  alarm: ['AlarmNotification'],
  refresh: ['InstanceRefresh'],
  group: [],
};

/** Whoever is named by a user goes or comes by the user's will: only what the cluster sizes by itself is its own doing. */
function changing({ action, inputs, origin }: Wanted, cluster: Cluster): readonly Process[] {
  if (action === 'CLUSTER_SCALE_OUT') return ['Launch'];
  if (action === 'CLUSTER_SCALE_IN') return ['Terminate'];
  if (action === 'CLUSTER_FILL_POOL') return poolOf(cluster) ? ['Launch'] : [];
  if (action === 'CLUSTER_RESIZE') return inputs.heeds_suspension === true && !origin ? [] : resizing(inputs, cluster);
  if (action === 'CLUSTER_OPERATION') return inputs.decrement === false ? ['Launch'] : [];
  if (action === 'CLUSTER_REPLACE_NODES' && Array.isArray(inputs.nodes)) return origin ? ['Launch', 'Terminate'] : ['Launch'];
  if (origin && action === 'NODE_CREATE') return ['Launch'];
  return origin && (action === 'NODE_DELETE' || action === 'CLUSTER_DEL_NODES') ? ['Terminate'] : [];
}

/** Bounds alone move the size only where they are not strict: then it may go either way. */
function resizing({ adjustment_type: type, number, strict }: Action['inputs'], cluster: Cluster): readonly Process[] {
  if (typeof number !== 'number' || type === undefined) return strict === false ? ['Launch', 'Terminate'] : [];
  const change = type === 'EXACT_CAPACITY' ? number - countedIn(cluster) : number;
  return change > 0 ? ['Launch'] : change < 0 ? ['Terminate'] : [];
}
