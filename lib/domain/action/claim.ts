import type { Cluster } from '../cluster/cluster.ts';
import { acquire, acquireNext, granted, holds, type Lock, type Request, release } from '../cluster/lock.ts';
import type { Node } from '../cluster/node.ts';
import { type Action, targetsCluster } from './action.ts';

/** The two documents an action may lock, as seen or as they will be. */
export type Targets = { readonly cluster: Cluster | undefined; readonly node: Node | undefined };

/**
 * Asks for every lock an action works under, in the one order that cannot deadlock: the cluster first, then the node.
 *
 * A cluster action holds its cluster alone; a user's action on a member shares the cluster with others of its kind. A child
 * works under its parent's lock on the cluster and only needs its node.
 *
 * @param next whether its target is asked for ahead of all others who wait. Its cluster never is: one that held its node and waited for its
 *   cluster could wait for somebody who waits for the node
 * @returns the documents with the requests in them, and whether all of them are held
 */
export function claim(action: Action, targets: Targets, next = false): Targets & { readonly held: boolean } {
  const { id, action: name, parentId } = action;
  const first = next ? acquireNext : acquire;
  let { cluster, node } = targets;
  if (cluster && parentId === null) {
    const own = targetsCluster(name);
    const request: Request = { actionId: id, action: name, scope: own ? 'exclusive' : 'shared' };
    cluster = relock(cluster, (own ? first : acquire)(cluster.lock, request));
    if (!holds(cluster.lock, id)) return { cluster, node, held: false };
  }
  if (node) {
    node = relock(node, first(node.lock, { actionId: id, action: name, scope: 'exclusive' }));
    if (!holds(node.lock, id)) return { cluster, node, held: false };
  }
  return { cluster, node, held: true };
}

/** Lets go of everything, and says who may go on because of it. */
export function unclaim(action: Action, targets: Targets): Targets & { readonly freed: readonly Request[] } {
  const cluster = targets.cluster && relock(targets.cluster, release(targets.cluster.lock, action.id));
  const node = targets.node && relock(targets.node, release(targets.node.lock, action.id));
  const freed = [
    ...(targets.cluster && cluster ? granted(targets.cluster.lock, cluster.lock) : []),
    ...(targets.node && node ? granted(targets.node.lock, node.lock) : []),
  ];
  return { cluster, node, freed };
}

/** The same document when the lock did not change, so that nothing is written for it. */
const relock = <T extends { readonly lock: Lock }>(doc: T, lock: Lock): T => (lock === doc.lock ? doc : { ...doc, lock });
