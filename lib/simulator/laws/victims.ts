import { idsIn } from '../../domain/action/node-inputs.ts';
import { isAwaited, type Node } from '../../domain/cluster/node.ts';
import { decisionsIn } from '../../domain/policy/decisions.ts';
import type { World } from '../world.ts';
import type { Written } from './law.ts';

const SHRINKING = new Set(['CLUSTER_SCALE_IN', 'CLUSTER_RESIZE']);

/**
 * Whether those whom a deletion policy chose are whom its criterion means: nobody who is spared, the ill before the well, and of the well the oldest or
 * the youngest. Said once more in other words than the policy's own.
 */
export function isByThePolicy({ doc, before, world }: Written<'action'>): boolean {
  if (!SHRINKING.has(doc.action)) return true;
  const { deletion } = decisionsIn(doc.data);
  const candidates = deletion?.candidates;
  if (!candidates || (before && decisionsIn(before.data).deletion?.candidates)) return true;
  const named = idsIn(doc, 'nodes');
  const members = membersOf(world, doc.target).filter(({ id }) => !named.includes(id));
  const chosen = members.filter(({ id }) => candidates.includes(id));
  if (chosen.some(isSpared)) return false;
  // Zones and regions have a say of their own, and who was chosen by name was chosen by nobody.
  const criterion = criterionOf(world, doc.target);
  if (deletion.zones || deletion.regions || !criterion) return true;
  const left = members.filter((node) => !candidates.includes(node.id) && !isSpared(node));
  const well = chosen.filter(isWell);
  if (well.length > 0 && left.some((node) => !isWell(node))) return false;
  // Of two that are as old, the one that joined first is the older.
  const times = (some: readonly Node[]) => some.map(({ createdAt, index }) => (createdAt ?? 0) + index / 1_000);
  const stayers = times(left.filter(isWell));
  if (well.length === 0 || stayers.length === 0) return true;
  return criterion === 'OLDEST_FIRST' ? Math.max(...times(well)) <= Math.min(...stayers) : Math.min(...times(well)) >= Math.max(...stayers);
}

const isSpared = (node: Node): boolean => node.protected === true || Boolean(node.suspended) || Boolean(node.standby) || isAwaited(node);
const isWell = ({ status, tainted, createdAt }: Node): boolean =>
  status !== 'ERROR' && status !== 'WARNING' && !tainted && createdAt !== null;

const membersOf = ({ store }: World, clusterId: string): readonly Node[] =>
  store.everything('node').filter((node) => node.clusterId === clusterId);

/** The criterion of the one deletion policy that is in force, if there is one and it has an order. */
function criterionOf({ store, ledger }: World, clusterId: string): 'OLDEST_FIRST' | 'YOUNGEST_FIRST' | undefined {
  const bindings = ledger.cluster(clusterId)?.bindings.filter(({ enabled }) => enabled) ?? [];
  const policies = store.everything('policy').filter(({ id }) => bindings.some(({ policyId }) => policyId === id));
  const said = policies.flatMap(({ type, spec }) => {
    const { criteria } = (spec as { readonly properties?: { readonly criteria?: string } }).properties ?? {};
    return type.startsWith('senlin.policy.deletion') ? [criteria] : [];
  });
  const [criterion] = said;
  return said.length === 1 && (criterion === 'OLDEST_FIRST' || criterion === 'YOUNGEST_FIRST') ? criterion : undefined;
}
