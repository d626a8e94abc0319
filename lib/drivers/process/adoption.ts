import type { Fault } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Answer } from '../../ports/driver.ts';
import { findAlive, type Process, type ProcessTable, physicalIdOf } from './client.ts';
import { notAdoptable, notFound } from './faults.ts';
import type { Host } from './host.ts';
import { proofOf } from './marks.ts';

/** Deeper than any tree of processes; a loop can only appear in a table that changes while it is read. */
const DEEPEST = 1_000;

/** Describes a running process for adoption. Its environment is not copied: secrets are kept there. */
export function inspect(
  host: Host,
  identity: string,
  token?: string,
): Answer<{ readonly physicalId: string; readonly properties: JsonObject; readonly memory: JsonObject }> {
  const { table } = host;
  const found = /^[1-9]\d{0,9}$/.test(identity) ? table.read(Number(identity)) : findAlive(table, identity);
  if (!found || found.state === 'Z') return { kind: 'fault', fault: notFound({ physicalId: identity, token: null }) };
  const refusal = refusalOf(host, found, token);
  if (refusal) return { kind: 'fault', fault: refusal };
  const { command = [], cwd = null } = table.describe(found.pid) ?? {};
  if (!command[0]) return { kind: 'fault', fault: notAdoptable(identity, 'it has no command line, as threads of the kernel have none') };
  const properties = { command: [...command], ...(cwd?.startsWith('/') && { cwd }) };
  return { kind: 'ok', physicalId: physicalIdOf(found), properties, memory: token === undefined ? { adopted: true } : {} };
}

/** What may not be adopted, since adopting is the permission to end it. */
function refusalOf({ table, installation, signer }: Host, found: Process, token?: string): Fault | undefined {
  const name = String(found.pid);
  const self = table.read(process.pid);
  if (found.pid === 1 || !self) return notAdoptable(name, 'it is the first process of the system');
  if (found.uid !== self.uid) return notAdoptable(name, 'it belongs to another user');
  const marks = table.marks(found.pid);
  if (marks && marks.installation !== installation) return notAdoptable(name, 'another installation manages it');
  if (marks && proofOf(signer, marks) === 'forged') return notAdoptable(name, 'it bears a mark of this installation that is not genuine');
  if (marks && marks.token !== token) return notAdoptable(name, `it belongs to node ${marks.nodeId}`);
  // Ours, and nobody's by now: it may well be a child of the worker that started it.
  if (marks) return undefined;
  if (token !== undefined) return notAdoptable(name, "it does not carry this installation's mark");
  if (ancestry(table, self).includes(found.pid)) return notAdoptable(name, 'this service runs in it');
  if (ancestry(table, found).includes(self.pid)) return notAdoptable(name, 'it is a part of this service');
  return undefined;
}

/** The process and everything above it. */
function ancestry(table: ProcessTable, process: Process): readonly number[] {
  const pids: number[] = [];
  for (let at: Process | undefined = process; at && pids.length < DEEPEST; at = at.parent > 0 ? table.read(at.parent) : undefined)
    pids.push(at.pid);
  return pids;
}
