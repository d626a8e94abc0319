import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import type { Runtime } from './runtime.ts';

/** A server of a backend, as HAProxy tells of it. */
export type Server = {
  readonly backend: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** `srv_op_state` is not 0. */
  readonly isUp: boolean;
  /** Forced into maintenance, and told to drain, by whoever administers it. */
  readonly isMaintained: boolean;
  readonly isDraining: boolean;
};

const MAINTENANCE = 0x01;
const DRAIN = 0x08;

/** The servers of a backend; a fault when there is no such backend. */
export async function serversOf(run: Runtime, backend: string): Promise<readonly Server[] | Fault> {
  const servers = await read(run, `show servers state ${backend}`);
  return servers ?? noBackend(run, backend);
}

/** Those of all backends. */
export const allServers = async (run: Runtime): Promise<readonly Server[] | Fault> => (await read(run, 'show servers state')) ?? [];

async function read(run: Runtime, command: string): Promise<readonly Server[] | Fault | undefined> {
  const answer = await run(command);
  if (answer.kind === 'fault') return answer.fault;
  const [, header = '', ...rows] = answer.text.split('\n');
  if (!header.startsWith('# ')) return undefined;
  const columns = header.slice(2).trim().split(' ');
  return rows.filter((row) => row.trim() !== '').map((row) => serverIn(columns, row.trim().split(' ')));
}

function serverIn(columns: readonly string[], fields: readonly string[]): Server {
  const field = (name: string): string => fields[columns.indexOf(name)] ?? '';
  const admin = Number(field('srv_admin_state'));
  return {
    backend: field('be_name'),
    name: field('srv_name'),
    address: field('srv_addr'),
    port: Number(field('srv_port')),
    isUp: field('srv_op_state') !== '0',
    isMaintained: (admin & MAINTENANCE) !== 0,
    isDraining: (admin & DRAIN) !== 0,
  };
}

async function noBackend(run: Runtime, backend: string): Promise<Fault> {
  const answer = await run('show backend');
  const known = answer.kind === 'said' ? answer.text.split('\n').filter((line) => line !== '' && !line.startsWith('#')) : [];
  return permanent('balancer.pool.not-found', `HAProxy has no backend '${backend}'. It has: ${known.join(', ') || 'none'}.`);
}

/** How many connections a server is working on. */
export async function connectionsOf(run: Runtime, backend: string, server: string): Promise<number | Fault> {
  const answer = await run(`show servers conn ${backend}`);
  if (answer.kind === 'fault') return answer.fault;
  const [header = '', ...rows] = answer.text.split('\n');
  const column = header.replace(/^# /, '').split(' ').indexOf('used_cur');
  const row = rows.map((line) => line.split(' ')).find(([name]) => name === `${backend}/${server}`);
  return Number(row?.[column] ?? 0);
}
