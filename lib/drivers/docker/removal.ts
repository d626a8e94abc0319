import type { Outcome } from '../../domain/action/call.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { CallTo } from '../../ports/driver.ts';
import { removeContainer } from './container.ts';
import { begunFor, end, whileEnding } from './ending.ts';
import { foreign } from './faults.ts';
import type { Host } from './host.ts';
import { locate } from './locate.ts';
import { fault, stopTimeout } from './operations.ts';

/** Ends what runs, unless it is to be quick, and removes the container with its anonymous volumes. */
export async function remove(host: Host, signal: AbortSignal, { resource, force }: CallTo<'remove'>): Promise<Outcome> {
  const { memory } = resource;
  const located = await locate(host, signal, resource, true);
  if (located.kind === 'fault') return located;
  if (located.kind === 'none') return { kind: 'ok' };
  if (located.kind === 'foreign') return resource.token === null ? fault(foreign(located.name)) : { kind: 'ok' };
  const { at, container } = located;
  if (!force) {
    const ended = await end(at, container, stopTimeout(container), host.clock.now(), begunFor('remove', memory));
    if (ended.kind === 'fault') return ended;
    if (ended.kind === 'under way') {
      return { kind: 'pending', again: seconds(1), memory: whileEnding(memory, at.engine.name, 'remove', ended.since) };
    }
  }
  const reply = await removeContainer(at, container.Id);
  if (reply.kind === 'ok' || (reply.kind === 'refused' && reply.status === 404)) return { kind: 'ok' };
  // Somebody else is removing it: it is gone when that is over.
  if (reply.kind === 'refused' && reply.status === 409)
    return { kind: 'pending', again: seconds(1), memory: { ...memory, engine: at.engine.name } };
  return fault(reply.fault);
}
