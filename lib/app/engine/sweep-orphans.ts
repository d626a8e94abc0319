import { isOpen } from '../../domain/action/action.ts';
import type { Resource } from '../../domain/action/call.ts';
import { bornAt, isId } from '../../domain/kernel/ids.ts';
import { after, type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Driver, Owned } from '../../ports/driver.ts';
import type { Engine } from './engine.ts';

/** Younger resources may be of a step that is being taken right now. Far longer than any lease. */
const GRACE: Seconds = seconds(600);

export type Swept = { readonly removed: readonly string[]; readonly failed: readonly string[] };

/**
 * Removes what nobody remembers: resources with our mark whose node is gone, or has another resource by now, and whose making is over.
 *
 * A cloud can finish a request its client gave up on long ago; no order of writes can prevent that, so somebody has to look.
 */
export async function sweepOrphans(engine: Pick<Engine, 'store' | 'clock'>, driver: Driver): Promise<Swept> {
  const listed = await driver.list();
  if (listed.kind === 'fault') return { removed: [], failed: [listed.fault.message] };
  const removed: string[] = [];
  const failed: string[] = [];
  for (const owned of listed.resources) {
    if (!(await isOrphan(engine, owned))) continue;
    const outcome = await driver.remove({ resource: resourceOf(owned), force: true });
    if (outcome.kind === 'ok') removed.push(owned.physicalId);
    // What is still on its way out is looked at again by the next sweep.
    else if (outcome.kind === 'fault') failed.push(`${owned.physicalId}: ${outcome.fault.message}`);
  }
  return { removed, failed };
}

async function isOrphan(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  { project, nodeId, token, physicalId }: Owned,
): Promise<boolean> {
  // Tokens of ours are action ids. A mark that is none of ours proves nothing.
  if (!isId(token) || !isId(nodeId) || clock.now() < after(bornAt(token), GRACE)) return false;
  // The maker first: once it has ended, the node knows for good what it has.
  const maker = await store.get('action', { project, id: token });
  if (maker && isOpen(maker)) return false;
  const node = await store.get('node', { project, id: nodeId });
  return !node || (node.token !== token && node.physicalId !== physicalId);
}

const resourceOf = ({ project, nodeId, token, physicalId }: Owned): Resource => ({
  token,
  physicalId,
  memory: {},
  owner: { project, clusterId: '', nodeId, nodeName: '', index: -1, role: '' },
  properties: {},
});
