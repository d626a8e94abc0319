import type { Outcome } from '../../domain/action/call.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { CallTo } from '../../ports/driver.ts';
import { isAlive, isPaused, type Process, physicalIdOf } from './client.ts';
import { type Ended, end, eventually, send } from './ending.ts';
import { foreign, notFound, notOurCommand, notRunning, unsupported } from './faults.ts';
import type { Host } from './host.ts';
import { locate, membersOf, processOf } from './locate.ts';
import { endingOf, readProperties } from './properties.ts';
import type { Record } from './room.ts';
import { bringUp, inRoom } from './tenancy.ts';

type Operate = CallTo<'operate'>;
const OPERATIONS = ['start', 'stop', 'restart', 'pause', 'unpause', 'kill'] as const;
type Operation = (typeof OPERATIONS)[number];
const isOperation = (name: string): name is Operation => OPERATIONS.some((operation) => operation === name);

/** Does an operation once per token: what was done is in the room's record, with the answer. */
export async function operate(host: Host, call: Operate): Promise<Outcome> {
  const { operation, resource, token } = call;
  if (!isOperation(operation)) return fault(unsupported(operation));
  const located = await locate(host, resource);
  if (located.kind === 'none') return fault(notFound(resource));
  if (located.kind === 'foreign') return fault(foreign(String(resource.physicalId)));
  if (located.kind === 'adopted') return operateAdopted(host, call, operation, located.process);
  const outcome = await inRoom(host, located.token, undefined, async (record) => {
    if (record.done?.token === token) return { kind: 'ok', physicalId: record.done.physicalId };
    return perform(host, call, operation, record);
  });
  return outcome ?? fault(notFound(resource));
}

async function perform(host: Host, call: Operate, operation: Operation, record: Record): Promise<Outcome> {
  const process = await processOf(host, record);
  switch (operation) {
    case 'pause':
    case 'unpause':
    case 'kill': {
      if (!process) return fault(notRunning(operation));
      const refused = await signal(host, call, operation, process);
      return refused ? fault(refused) : noted(host, record, call.token, physicalIdOf(process));
    }
    case 'stop': {
      const physicalId = process ? physicalIdOf(process) : record.physicalId;
      if (physicalId === null) return fault(notRunning(operation));
      return stopThen(host, call, record, process, (stopped) => noted(host, { ...stopped, stopped: true }, call.token, physicalId));
    }
    case 'start':
      return start(host, call, record);
    case 'restart':
      return stopThen(host, call, record, process, (stopped) => start(host, call, stopped));
  }
}

/** Ends what runs in the room, over several calls if need be, and goes on from there. */
export async function stopThen(
  host: Host,
  { token, resource }: Pick<Operate, 'token' | 'resource'>,
  record: Record,
  process: Process | undefined,
  next: (stopped: Record) => Promise<Outcome>,
): Promise<Outcome> {
  const { signal, timeout } = endingOf(resource.properties);
  const way = {
    members: () => membersOf(host, record.token, process),
    signal,
    deadline: (since: number) => since + timeout * 1000,
    now: () => host.clock.now(),
    sent: () => host.at('process asked to end'),
  };
  const ended = await end(host.table, way, record.ending?.purpose === token ? record.ending : null);
  if (ended.kind === 'ended') return next({ ...record, ending: null });
  if (ended.kind === 'under way')
    await host.rooms.write({ ...record, ending: { ...ended.ending, asked: [...ended.ending.asked], purpose: token } });
  return unfinished(ended);
}

export const unfinished = (ended: Exclude<Ended, { kind: 'ended' }>): Outcome =>
  ended.kind === 'fault' ? ended : { kind: 'pending', again: seconds(1) };

async function start(host: Host, { token, resource }: Operate, record: Record): Promise<Outcome> {
  const properties = readProperties(resource.properties);
  if ('kind' in properties) return fault(properties);
  const process = await bringUp(host, record, false, properties, resource.owner);
  if ('kind' in process) return fault(process);
  return noted(host, { ...record, stopped: false, ending: null }, token, physicalIdOf(process));
}

/** Writes down that it was done, and answers. Killed in between, it is done again: signals twice, starting and stopping to no effect. */
export async function noted({ rooms }: Host, record: Record, token: string, physicalId: string): Promise<Outcome> {
  await rooms.write({ ...record, physicalId, done: { token, physicalId } });
  return { kind: 'ok', physicalId };
}

async function operateAdopted(host: Host, call: Operate, operation: Operation, process: Process): Promise<Outcome> {
  if (operation === 'start' || operation === 'restart') return fault(notOurCommand(operation));
  const refused = await signal(host, call, operation, process);
  return refused ? fault(refused) : { kind: 'ok' };
}

/** Sends the signal of an operation and gives it the moment it needs to show. */
async function signal(
  { table }: Host,
  { params, resource }: Operate,
  operation: Exclude<Operation, 'start' | 'restart'>,
  process: Process,
) {
  const asked = typeof params.signal === 'string' ? params.signal : 'SIGKILL';
  const name = { kill: asked, pause: 'SIGSTOP', unpause: 'SIGCONT', stop: endingOf(resource.properties).signal }[operation];
  const refused = send(table, process, name);
  if (refused) return refused;
  if (name === 'SIGKILL') await eventually(() => !isAlive(table, process));
  if (operation === 'pause' || operation === 'unpause')
    await eventually(() => isPaused(table.read(process.pid)) === (operation === 'pause'));
  return undefined;
}

export const fault = (what: Extract<Outcome, { kind: 'fault' }>['fault']): Extract<Outcome, { kind: 'fault' }> => ({
  kind: 'fault',
  fault: what,
});
