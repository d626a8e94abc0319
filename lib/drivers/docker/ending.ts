import type { Fault } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import { type At, awaitEnd, type Container, signalContainer, unpauseContainer } from './container.ts';

/** How long one call waits for the end; the engine tells the moment it comes. */
const WITHIN_ONE_CALL_MS = 700;
/** How long what was killed may take to be gone. */
const AFTER_KILL_MS = 5_000;

export type Ended =
  | { readonly kind: 'ended' }
  | { readonly kind: 'under way'; readonly since: number }
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Ends what runs in a container: its stop signal once, then SIGKILL when its time is over. Not with the engine's own stop, which
 * answers only when all is over and so could take longer than a call may.
 *
 * @param since when it was asked, if it was
 */
export async function end(at: At, container: Container, timeout: number, now: number, since: number | undefined): Promise<Ended> {
  const { Id, State, Config } = container;
  if (!State.Running) return { kind: 'ended' };
  const kill = timeout === 0 || (since !== undefined && now >= since + timeout * 1000);
  if (State.Paused) {
    const reply = await unpauseContainer(at, Id);
    if (reply.kind === 'fault') return reply;
  }
  if (kill || since === undefined) {
    const reply = await signalContainer(at, Id, kill ? 'SIGKILL' : (Config.StopSignal ?? 'SIGTERM'));
    if (reply.kind === 'refused' && (reply.status === 404 || reply.status === 409)) return { kind: 'ended' };
    if (reply.kind !== 'ok') return { kind: 'fault', fault: reply.fault };
  }
  const moment = AbortSignal.timeout(kill ? AFTER_KILL_MS : WITHIN_ONE_CALL_MS);
  const reply = await awaitEnd({ engine: at.engine, signal: AbortSignal.any([at.signal, moment]) }, Id);
  if (reply.kind === 'ok' || (reply.kind === 'refused' && reply.status === 404)) return { kind: 'ended' };
  return moment.aborted ? { kind: 'under way', since: since ?? now } : { kind: 'fault', fault: reply.fault };
}

/** An ending that is under way stands in the memory under its purpose, so that a removal does not count the time of a stop before it. */
export function begunFor(purpose: string, { ending }: JsonObject): number | undefined {
  return isJsonObject(ending) && ending.purpose === purpose && typeof ending.since === 'number' ? ending.since : undefined;
}

export const whileEnding = (memory: JsonObject, engine: string, purpose: string, since: number): JsonObject => ({
  ...memory,
  engine,
  ending: { purpose, since },
});

/** What is worth remembering of a resource when nothing is under way. */
export function settled({ ending: _, ...memory }: JsonObject, engine: string): JsonObject {
  return { ...memory, engine };
}
