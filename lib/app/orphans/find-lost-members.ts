import { isBalanced } from '../../domain/action/balance-step.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Owned } from '../../ports/driver.ts';
import type { App } from '../app.ts';
import { ownerOf } from '../owner.ts';
import { isQuiet } from './find-drift.ts';

/**
 * The other way round: nodes that have a member somewhere, and no load balancer has it. A check of such a node makes it one again, if the node is well.
 *
 * @param isReal whether members of nodes of a type are anywhere at all
 * @returns the names of those that are checked
 */
export async function findLostMembers(
  app: App,
  listed: { readonly resources: readonly Owned[]; readonly askedAt: Instant },
  isReal: (profileType: string) => boolean,
): Promise<readonly string[]> {
  const there = new Set(listed.resources.flatMap(({ project, nodeId, proof }) => (proof === 'forged' ? [] : [`${project} ${nodeId}`])));
  const checked: string[] = [];
  for (const project of await app.store.projects()) {
    for (const node of (await app.store.list('node', project)).items) {
      const isLost = isBalanced(node) && isReal(node.profileType) && !there.has(`${project} ${node.id}`);
      if (!isLost || !isQuiet(node, listed.askedAt)) continue;
      const asked = await app.ask(app, ownerOf(node), { action: 'NODE_CHECK', target: node.id, inputs: {} });
      if (asked.kind === 'ok') checked.push(node.name);
    }
  }
  return checked;
}
