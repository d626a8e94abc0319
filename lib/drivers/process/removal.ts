import { z } from 'zod';
import type { Outcome } from '../../domain/action/call.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { CallTo } from '../../ports/driver.ts';
import { isAlive, type Process } from './client.ts';
import { end } from './ending.ts';
import { foreign } from './faults.ts';
import type { Host } from './host.ts';
import { locate, membersOf, processOf } from './locate.ts';
import { fault, unfinished } from './operations.ts';
import { endingOf } from './properties.ts';
import { inRoom } from './tenancy.ts';

/** An ending of what has no room to note it in. */
const Remembered = z
  .object({ since: z.number(), asked: z.array(z.number()) })
  .nullable()
  .catch(null);

/** Ends the process and everything it left behind, then closes its room: the room goes last, so that whoever is killed here is succeeded. */
export async function remove(host: Host, { resource, force }: CallTo<'remove'>): Promise<Outcome> {
  const { signal, timeout } = endingOf(resource.properties);
  const wayFor = (members: () => Promise<readonly Process[]>) => ({
    members,
    signal,
    deadline: (since: number) => (force ? since : since + timeout * 1000),
    now: () => host.clock.now(),
    sent: () => host.at('process asked to end'),
  });

  const located = await locate(host, resource);
  if (located.kind === 'none') return { kind: 'ok' };
  if (located.kind === 'foreign') return fault(foreign(`process ${resource.physicalId}`));

  if (located.kind === 'made') {
    const { token } = located;
    const outcome = await inRoom(host, token, undefined, async (record) => {
      const process = await processOf(host, record);
      const begun = record.ending?.purpose === 'remove' ? record.ending : null;
      const ended = await end(
        host.table,
        wayFor(() => membersOf(host, token, process)),
        begun,
      );
      if (ended.kind === 'under way')
        await host.rooms.write({ ...record, ending: { ...ended.ending, asked: [...ended.ending.asked], purpose: 'remove' } });
      if (ended.kind !== 'ended') return unfinished(ended);
      host.at('process ended');
      await host.rooms.close(token);
      host.at('room closed');
      return { kind: 'ok' };
    });
    if (outcome) return outcome;
  }

  // Adopted, or ours without a room: somebody cleared the state directory while it ran.
  const { process } = located;
  const alive = async () => (process && isAlive(host.table, process) ? [process] : []);
  const members = located.kind === 'made' ? () => membersOf(host, located.token, process) : alive;
  const ended = await end(host.table, wayFor(members), Remembered.parse(resource.memory.ending));
  if (ended.kind === 'ended') return { kind: 'ok' };
  if (ended.kind === 'fault') return ended;
  const { since, asked } = ended.ending;
  return { kind: 'pending', again: seconds(1), memory: { ...resource.memory, ending: { since, asked: [...asked] } } };
}
