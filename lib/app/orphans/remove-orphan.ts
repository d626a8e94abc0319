import type { Action } from '../../domain/action/action.ts';
import type { Outcome } from '../../domain/action/call.ts';
import type { Orphan } from '../../domain/orphan/orphan.ts';
import { tellOrphan } from '../../domain/orphan/tell-orphan.ts';
import type { Driver } from '../../ports/driver.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * Removes an orphan: first it is written that it goes, so that nobody adopts it any more, then it goes. Undefined when somebody else was faster.
 *
 * @param maker what the event says of it
 */
export async function removeOrphan(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  driver: Pick<Driver, 'remove'>,
  orphan: Orphan,
  maker?: Action,
  user?: string,
): Promise<Outcome | undefined> {
  let doc = orphan;
  if (orphan.status !== 'REMOVING') {
    doc = { ...orphan, status: 'REMOVING', statusReason: user ? `Its removal was asked for by ${user}` : 'Its time is over' };
    if ((await store.commit([{ put: 'orphan', doc }])) === 'stale') return undefined;
    doc = { ...doc, version: doc.version + 1 };
  }
  const { token, project, nodeId } = orphan.mark;
  const owner = { project, clusterId: '', nodeId, nodeName: '', index: -1, role: '' };
  const resource = { token, physicalId: orphan.physicalId, memory: orphan.memory, owner, properties: {} };
  const outcome = await driver.remove({ resource, force: true });
  if (outcome.kind === 'ok') {
    const told =
      orphan.proof === 'signed' ? [tellOrphan(doc, 'orphan-removed', doc.statusReason, clock.now(), { maker, ...(user && { user }) })] : [];
    await store.commit([{ remove: 'orphan', doc }, ...told]);
  } else if (outcome.kind === 'pending' && outcome.memory) {
    await store.commit([{ put: 'orphan', doc: { ...doc, memory: outcome.memory } }]);
  } else if (outcome.kind === 'fault') {
    await store.commit([{ put: 'orphan', doc: { ...doc, status: 'LISTED', statusReason: outcome.fault.message } }]);
  }
  return outcome;
}
