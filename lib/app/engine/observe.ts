import { type Action, targetsCluster } from '../../domain/action/action.ts';
import type { Seen, Sight } from '../../domain/action/machine.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Ref } from '../../domain/documents.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { readUsed } from '../uses/read-used.ts';

/** Reads what an action's machine asked to see, on top of what was seen before. The target and its cluster are seen first of all. */
export async function observe(store: DocumentStore, action: Action, sight: Sight, before?: Seen): Promise<Seen> {
  const { project } = action;
  const refs = (ids: readonly string[] = []): Ref[] => ids.map((id) => ({ project, id }));
  const target = before ?? (await targetOf(store, action));

  const profileIds = [...new Set([...(sight.profiles ?? []), ...(target.node && !before ? [target.node.profileId] : [])])];
  const [members, nodes, children, profiles, policies, watch, orphans] = await Promise.all([
    sight.members ? store.getMany('node', refs(target.cluster?.nodes)) : before?.members,
    sight.nodes ? store.getMany('node', refs(sight.nodes)) : before?.nodes,
    sight.children ? store.getMany('action', refs(sight.children)) : before?.children,
    profileIds.length > 0 ? profilesOf(store, project, profileIds) : [],
    sight.policies ? readUsed(store, 'policy', refs(sight.policies)) : [],
    sight.watch ? store.get('watch', { project, id: action.clusterId }) : before?.watch,
    sight.orphans ? orphansOf(store, project) : before?.orphans,
  ]);
  return {
    cluster: target.cluster,
    node: target.node,
    members,
    nodes,
    children,
    profiles: [...(before?.profiles ?? []), ...profiles],
    policies: [...(before?.policies ?? []), ...policies],
    watch,
    orphans,
  };
}

/** Asked for by clusters with a policy for it only: there is no way to them but through all nodes. */
async function orphansOf(store: DocumentStore, project: string): Promise<readonly Node[]> {
  const orphans: Node[] = [];
  let after: string | undefined;
  do {
    const page = await store.list('node', project, { after });
    orphans.push(...page.items.filter(({ clusterId }) => clusterId === ''));
    after = page.last;
  } while (after !== undefined);
  return orphans;
}

/** A child's cluster is its parent's business: it sees only its node. */
async function targetOf(store: DocumentStore, action: Action): Promise<Pick<Seen, 'cluster' | 'node'> & Partial<Seen>> {
  const { project, target, clusterId, parentId } = action;
  if (targetsCluster(action.action)) return { cluster: await store.get('cluster', { project, id: target }), node: undefined };
  const [node, cluster] = await Promise.all([
    store.get('node', { project, id: target }),
    parentId === null && clusterId !== '' ? store.get('cluster', { project, id: clusterId }) : undefined,
  ]);
  return { node, cluster };
}

const MOST_KEPT = 1_000;
const kept = new WeakMap<DocumentStore, Map<string, Profile>>();

/** A machine reads only a profile's spec, which never changes, and a profile in use cannot be deleted: once read is enough. */
export async function profilesOf(store: DocumentStore, project: string, ids: readonly string[]): Promise<readonly Profile[]> {
  const known = kept.get(store) ?? new Map<string, Profile>();
  kept.set(store, known);
  const missing = ids.filter((id) => !known.has(id));
  if (known.size > MOST_KEPT) known.clear();
  for (const profile of missing.length === 0
    ? []
    : await readUsed(
        store,
        'profile',
        missing.map((id) => ({ project, id })),
      ))
    known.set(profile.id, profile);
  return ids.flatMap((id) => known.get(id) ?? []);
}
