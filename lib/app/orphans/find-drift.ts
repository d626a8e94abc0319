import { isLocked } from '../../domain/cluster/lock.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { type Instant, type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Owned } from '../../ports/driver.ts';
import type { App } from '../app.ts';
import { takeFact } from '../health/take-fact.ts';

/** Since when a node must have been left alone for a list to tell of it: whatever was done to it then is over. */
const QUIET: Seconds = seconds(600);

/** What a driver listed, when it was asked, and for which profile types it speaks. */
export type Inventory = { readonly resources: readonly Owned[]; readonly askedAt: Instant; readonly types: ReadonlySet<string> };

/**
 * The other way round: nodes whose resource is not there any more. Each is looked at once more by its driver, and what that confirms is taken as bad
 * news of the node, from whomever it may come: it is marked, and its cluster's health policy, where there is one, recovers it.
 *
 * @returns the names of those that were marked
 */
export async function findDrift(app: App, installation: string, { resources, askedAt, types }: Inventory): Promise<readonly string[]> {
  const there = new Set(resources.flatMap(({ token, physicalId, proof }) => (proof === 'forged' ? [] : [token, physicalId])));
  const isMissing = (node: Node): boolean =>
    types.has(node.profileType) &&
    node.physicalId !== null &&
    isQuiet(node, askedAt) &&
    // What was adopted bears no mark, so no list tells of it.
    (node.memory.adopted === true || !(there.has(node.physicalId) || (node.token !== null && there.has(node.token))));

  const marked: string[] = [];
  for (const project of await app.store.projects()) {
    for (const node of (await app.store.list('node', project)).items.filter(isMissing)) {
      const reason = 'Its resource is not there any more';
      const at = app.clock.now();
      const fact = { source: 'sweep', project, nodeId: node.id, installation, reason, gone: true, certain: false, at };
      const { reception } = await takeFact(app, fact, { installation });
      if (reception === 'taken') marked.push(node.name);
    }
  }
  return marked;
}

/** Whether nobody is at a node, or was lately, and it is meant to work. */
export const isQuiet = ({ status, was, lock, suspended, standby, createdAt, updatedAt }: Node, askedAt: Instant): boolean =>
  (status === 'ACTIVE' || status === 'WARNING') &&
  was === null &&
  !isLocked(lock) &&
  !suspended &&
  !standby &&
  Math.max(createdAt ?? 0, updatedAt ?? 0) < askedAt - QUIET * 1_000;
