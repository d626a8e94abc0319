import type { Resource } from '../../domain/action/call.ts';
import { findAlive, isAlive, type Process } from './client.ts';
import type { Host } from './host.ts';
import { proofOf } from './marks.ts';
import type { Record } from './room.ts';

/** What a resource turns out to be. */
export type Located =
  /** We made it: there is a room for it, and perhaps a process. */
  | { readonly kind: 'made'; readonly token: string; readonly record: Record | undefined; readonly process: Process | undefined }
  /** Somebody else started it; we were asked to look after it. */
  | { readonly kind: 'adopted'; readonly process: Process }
  /** There is such a process, and we have nothing to do with it. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'none' };

/**
 * Finds a resource by the names it is known by. The token is the better one: a restart changes the physical id, and its answer
 * may have been lost. A physical id that belongs to another token is not followed.
 */
export async function locate(host: Host, { token, physicalId, memory }: Resource): Promise<Located> {
  const { table, rooms, installation, signer } = host;
  const named = findAlive(table, physicalId);
  const marks = named && table.marks(named.pid);
  const ours = marks?.installation === installation && proofOf(signer, marks) !== 'forged' ? marks : undefined;
  if (token !== null) {
    const record = await ownRecord(host, token);
    if (record) return { kind: 'made', token, record, process: await processOf(host, record) };
    return ours?.token === token ? { kind: 'made', token, record: undefined, process: named } : { kind: 'none' };
  }
  if (named && ours) return { kind: 'made', token: ours.token, record: await ownRecord(host, ours.token), process: named };
  if (named) return memory.adopted === true && !marks ? { kind: 'adopted', process: named } : { kind: 'foreign' };
  if (physicalId === null || memory.adopted === true) return { kind: 'none' };
  const record = (await rooms.all(installation)).find((r) => r.physicalId === physicalId);
  return record ? { kind: 'made', token: record.token, record, process: undefined } : { kind: 'none' };
}

async function ownRecord({ rooms, installation }: Host, token: string): Promise<Record | undefined> {
  const record = await rooms.open(token);
  return record && record !== 'foreign' && record.installation === installation ? record : undefined;
}

/** The living process of a room. Where the record does not know, a worker may have been killed between start and record: its mark tells. */
export async function processOf(host: Host, record: Record): Promise<Process | undefined> {
  if (record.physicalId !== null) return findAlive(host.table, record.physicalId);
  const marked = await markedWith(host, record.token);
  return (
    marked.sort((a, b) => Number.parseFloat(a.birth) - Number.parseFloat(b.birth)).find(({ pid, group }) => pid === group) ?? marked[0]
  );
}

/** Everything alive that belongs to a token: its process while that lives, then whatever it left behind. */
export async function membersOf(host: Host, token: string, leader: Process | undefined): Promise<readonly Process[]> {
  if (leader && isAlive(host.table, leader)) return [leader];
  return markedWith(host, token);
}

/** Any process can give its children any environment, so a variable counts only with its signature: where one signed process is, none that is not. */
async function markedWith({ table, installation, signer }: Host, token: string) {
  const marked = (await table.marked(installation)).filter(({ marks }) => marks.token === token);
  const signed = marked.filter(({ marks }) => proofOf(signer, marks) === 'signed');
  return signed.length > 0 ? signed : marked.filter(({ marks }) => proofOf(signer, marks) !== 'forged');
}
