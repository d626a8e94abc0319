import type { Outcome, Ownership } from '../../domain/action/call.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { claim, claimName } from './claim.ts';
import { type Process, physicalIdOf } from './client.ts';
import { foreign } from './faults.ts';
import type { Host } from './host.ts';
import { launch } from './launch.ts';
import { processOf } from './locate.ts';
import { signatureOf } from './marks.ts';
import type { Properties } from './properties.ts';
import type { Record } from './room.ts';

const MOST_ROUNDS = 20;

/** Somebody else is at work on it: ask again, and see what came of that. */
const BUSY: Outcome = { kind: 'pending', again: seconds(1) };

export type Work = (record: Record, fresh: boolean) => Promise<Outcome>;

/**
 * Does work in the room of a token as the only one, and makes the room first where `owner` says for whom. `fresh`: nobody can
 * have been here before, so there is nothing to look for. Without an owner, undefined when there is no room of ours.
 */
export async function inRoom(host: Host, token: string, owner: Ownership | undefined, work: Work): Promise<Outcome | undefined> {
  const { table, rooms, installation } = host;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = await rooms.open(token);
    if (found === 'foreign' || (found && found.installation !== installation)) {
      return owner && { kind: 'fault', fault: foreign(rooms.pathOf(token)) };
    }
    if (!found) {
      if (!owner) return undefined;
      const name = claimName(table);
      const record = blank(host, token, owner);
      if (!(await rooms.create(record, name))) continue;
      host.at('room made');
      return await work(record, true).finally(() => rooms.release(token, name));
    }
    const held = await claim(table, rooms.pathOf(token));
    if (held.kind === 'busy') return BUSY;
    if (held.kind === 'gone') continue;
    try {
      const record = await rooms.open(token);
      if (record && record !== 'foreign' && record.installation === installation) return await work(record, false);
    } finally {
      await held.release();
    }
  }
  return BUSY;
}

/** Makes sure the process of a room runs, and that the record knows which one it is. The room is claimed. */
export async function bringUp(
  host: Host,
  record: Record,
  fresh: boolean,
  properties: Properties,
  owner: Ownership,
): Promise<Process | Fault> {
  const { rooms } = host;
  const living = fresh ? undefined : await processOf(host, record);
  const { project, nodeId } = owner;
  // Signed anew with whatever is said anew, and where an older version has not signed it.
  const signature = signatureOf(host.signer, { ...record, project, nodeId });
  const settled: Record = { ...record, project, nodeId, signature, stopped: false, ending: null };
  // From here until the record is written, only the process table knows whether there is one.
  if (!living && record.physicalId !== null) await rooms.write({ ...settled, physicalId: null });
  const process = living ?? (await launch(host, record.token, properties, owner));
  if ('kind' in process) return process;
  if (physicalIdOf(process) !== record.physicalId || record.stopped || record.ending) {
    await rooms.write({ ...settled, physicalId: physicalIdOf(process) });
  }
  host.at('process recorded');
  return process;
}

const blank = ({ installation, signer }: Host, token: string, { project, nodeId }: Ownership): Record => ({
  version: 1,
  installation,
  token,
  project,
  nodeId,
  signature: signatureOf(signer, { installation, token, project, nodeId }),
  physicalId: null,
  stopped: false,
  ending: null,
  done: null,
});
