import { countIn, newSize, resizeOf } from '../cluster/new-size.ts';
import { isCounted } from '../cluster/standby.ts';
import type { PolicyFacts } from './conduct.ts';

/** By how many members an action changes its cluster, as far as policies have decided and else as it was asked; 0 when it cannot be or does not. */
export function growthOf({ action, cluster, members, decisions, mostNodes }: Omit<PolicyFacts, 'binding' | 'now'>): number {
  const { creation, deletion } = decisions;
  if (creation) return creation.count;
  if (deletion) return -Math.min(deletion.count, members.length);
  const { inputs } = action;
  switch (action.action) {
    case 'CLUSTER_SCALE_OUT':
      return countIn(inputs) ?? 1;
    case 'CLUSTER_SCALE_IN':
      return -Math.min(countIn(inputs) ?? 1, members.length);
    case 'CLUSTER_RESIZE': {
      const size = newSize(cluster, resizeOf(action), mostNodes);
      return size.kind === 'sized' ? size.change : 0;
    }
    case 'CLUSTER_DEL_NODES': {
      const { candidates } = inputs;
      return Array.isArray(candidates) ? -new Set(candidates.filter((id) => members.some((node) => node.id === id))).size : 0;
    }
    case 'CLUSTER_CREATE':
      return cluster.desiredCapacity;
    case 'CLUSTER_RECOVER':
      return inputs.check_capacity === true ? Math.max(0, cluster.desiredCapacity - members.filter(isCounted).length) : 0;
    case 'NODE_CREATE':
      return 1;
    default:
      return 0;
  }
}
