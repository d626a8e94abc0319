import type { Outcome } from '../../domain/action/call.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { CallTo } from '../../ports/driver.ts';
import type { Reply } from './client.ts';
import { type At, type Container, pauseContainer, startContainer, unpauseContainer } from './container.ts';
import { begunFor, end, settled, whileEnding } from './ending.ts';
import { foreign, notFound, notRunning, unsupported } from './faults.ts';
import type { Host } from './host.ts';
import { locate } from './locate.ts';

const OPERATIONS = ['restart', 'pause', 'unpause', 'start', 'stop'] as const;
type Operation = (typeof OPERATIONS)[number];
const isOperation = (name: string): name is Operation => OPERATIONS.some((operation) => operation === name);

export async function operate(host: Host, signal: AbortSignal, call: CallTo<'operate'>): Promise<Outcome> {
  const { operation, resource } = call;
  if (!isOperation(operation)) return fault(unsupported(operation));
  const located = await locate(host, signal, resource);
  if (located.kind === 'fault') return located;
  if (located.kind === 'none') return fault(notFound(resource));
  if (located.kind === 'foreign') return fault(foreign(located.name));
  const { at, container } = located;
  const refused = await perform(host, at, container, call, operation);
  return refused ?? { kind: 'ok', physicalId: container.Id, memory: settled(resource.memory, at.engine.name) };
}

/** Undefined when it is done. What is so already is not done again: the engine calls that a conflict. */
async function perform(
  host: Host,
  at: At,
  container: Container,
  call: CallTo<'operate'>,
  operation: Operation,
): Promise<Outcome | undefined> {
  const { Running, Paused } = container.State;
  switch (operation) {
    case 'pause':
      if (!Running) return fault(notRunning(operation));
      return Paused ? undefined : refusalOf(await pauseContainer(at, container.Id));
    case 'unpause':
      if (!Running) return fault(notRunning(operation));
      return Paused ? refusalOf(await unpauseContainer(at, container.Id)) : undefined;
    case 'start':
      if (Paused) return refusalOf(await unpauseContainer(at, container.Id));
      return Running ? undefined : start(at, container);
    case 'stop':
      return stop(host, at, container, call);
    case 'restart':
      return (await stop(host, at, container, call)) ?? start(at, container);
  }
}

async function stop(
  { clock }: Host,
  at: At,
  container: Container,
  { token, params, resource }: CallTo<'operate'>,
): Promise<Outcome | undefined> {
  const timeout = typeof params.wait_time === 'number' ? Math.max(0, params.wait_time) : stopTimeout(container);
  const ended = await end(at, container, timeout, clock.now(), begunFor(token, resource.memory));
  if (ended.kind === 'fault') return ended;
  if (ended.kind === 'ended') return undefined;
  return { kind: 'pending', again: seconds(1), memory: whileEnding(resource.memory, at.engine.name, token, ended.since) };
}

export const stopTimeout = ({ Config }: Container): number => Config.StopTimeout ?? 10;

async function start(at: At, container: Container): Promise<Outcome | undefined> {
  const reply = await startContainer(at, container.Id);
  return reply.kind === 'refused' && reply.status === 304 ? undefined : refusalOf(reply);
}

const refusalOf = (reply: Reply<unknown>): Outcome | undefined => (reply.kind === 'ok' ? undefined : fault(reply.fault));

export const fault = (what: Fault): Extract<Outcome, { kind: 'fault' }> => ({ kind: 'fault', fault: what });
