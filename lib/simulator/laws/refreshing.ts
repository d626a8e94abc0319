import { isOpen } from '../../domain/action/action.ts';
import { isOver } from '../../domain/refresh/refresh.ts';
import type { World } from '../world.ts';
import { type CommitLaw, commitLaw, type RestLaw, type Written } from './law.ts';

/** What a refresh of instances is held to when it has some replaced. */
export const REFRESH_LAWS: readonly CommitLaw[] = [
  commitLaw<'action'>({
    id: 'I11',
    says: 'a refresh takes no more instances out of service, and has no more come first, than its percentages allow, but for one',
    on: 'action',
    holds: isWithinPercentages,
  }),
  commitLaw<'action'>({
    id: 'I11',
    says: 'a refresh has one batch under way at a time',
    on: 'action',
    holds: ({ doc, before, world }) => {
      const { origin } = doc;
      if (before || origin?.by !== 'refresh') return true;
      return ![...world.ledger.open.values()].some(
        (a) => a.id !== doc.id && a.origin?.by === 'refresh' && a.origin.id === origin.id && isOpen(a),
      );
    },
  }),
];

/** Said once more in other words than its own. What is ill is no loss. */
function isWithinPercentages({ doc, before, world }: Written<'action'>): boolean {
  if (before || doc.origin?.by !== 'refresh') return true;
  const refresh = world.store.everything('refresh').find(({ id }) => id === doc.origin?.id);
  const desired = world.ledger.cluster(doc.target)?.desiredCapacity ?? 0;
  const { nodes, count, launch_first: first } = doc.inputs;
  if (!refresh || !Array.isArray(nodes)) return false;
  const { min, max } = refresh.preferences.healthy;
  if (nodes.length === 0) {
    const there = world.store
      .everything('node')
      .filter((node) => node.clusterId === doc.target && !node.standby && node.initAt < doc.createdAt);
    return Number(count) <= Math.max(1, desired - there.length);
  }
  if (first === true) return Number(count) <= Math.max(1, Math.floor((desired * max) / 100) - desired);
  const members = world.store.everything('node').filter(({ clusterId }) => clusterId === doc.target);
  const serving = members.filter(({ status, standby, suspended }) => status === 'ACTIVE' && !standby && !suspended);
  const lost = serving.filter(({ id }) => nodes.includes(id)).length;
  const surplus = Math.max(0, serving.length - desired);
  return lost <= Math.max(1, desired - Math.ceil((desired * min) / 100) + surplus);
}

export const REFRESH_REST_LAWS: readonly RestLaw[] = [
  {
    id: 'I6',
    says: 'a refresh comes to its end, unless its cluster is suspended',
    offenders: (world) => underWay(world).map(({ id, status, reason }) => `${id} ${status} ${reason}`),
  },
];

/** Those that are still under way, and that nobody holds up. */
export const underWay = ({ store, ledger }: World) =>
  store.everything('refresh').filter((one) => !isOver(one) && !ledger.cluster(one.clusterId)?.suspended);
