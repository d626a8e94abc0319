import type { AlarmSignal } from '../../domain/health/notifications/alarm-receiver.ts';
import { isOld } from '../../domain/health/reception.ts';
import type { Reception } from '../../domain/health/tally.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { childId, shortId } from '../../domain/kernel/ids.ts';
import { hasExpired } from '../../domain/receiver/receiver.ts';
import type { App } from '../app.ts';
import type { Along } from '../errand.ts';
import { askAsOwner } from '../owner.ts';

const HEARD = refused('receiver.heard', 'The alarm was heeded before.');

/**
 * Does what an alarm's receiver stands for, as the user who made it. The action's id follows from the event's, so however often the event comes, it is
 * done once.
 */
export async function heedAlarm(app: App, { eventId, alarm, receiver: ref, at }: AlarmSignal): Promise<Reception> {
  const now = app.clock.now();
  if (isOld({ at }, now)) return 'late';
  const receiver = await app.store.get('receiver', ref);
  if (!receiver?.action || receiver.clusterId === null || hasExpired(receiver, now)) return 'unknown';
  const actionId = childId(receiver.id, `alarm ${eventId}`, 0, at);
  const errand = {
    origin: { by: 'receiver', id: receiver.id, reason: `The alarm ${alarm} was raised.` },
    name: `alarm_${shortId(receiver.id)}`,
    actionId,
    along: async (): Promise<Along> =>
      (await app.store.get('action', { project: receiver.project, id: actionId })) ? HEARD : { kind: 'ok', writes: [] },
  } as const;
  const wish = { action: receiver.action, target: receiver.clusterId, inputs: receiver.params };
  const answer = await askAsOwner({ ...app, errand }, receiver, wish, receiver.clusterProject);
  if (answer.kind !== 'refused' || answer.fault.code === HEARD.fault.code) return 'taken';
  return 'refused';
}
