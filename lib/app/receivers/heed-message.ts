import { type Event, RECEIVER_NOTIFY } from '../../domain/event/event.ts';
import { type Fault, permanent, refused } from '../../domain/kernel/fault.ts';
import { childId, shortId } from '../../domain/kernel/ids.ts';
import { readMessage } from '../../domain/receiver/message.ts';
import type { Receiver } from '../../domain/receiver/receiver.ts';
import type { Letter } from '../../ports/mailboxes.ts';
import { type App, newId } from '../app.ts';
import type { Along } from '../errand.ts';
import { lookUp } from '../lookup.ts';
import { askAsOwner, ownerOf } from '../owner.ts';
import { isPassing } from '../rehearse.ts';

/** What became of a message. `later`: it could not be done just now, and may come again. */
export type Heeding = 'handled' | 'dropped' | 'later';

const HEARD = refused('receiver.heard', 'The message was heeded before.');

/**
 * Files what a message asks for, as the user who made the receiver. The action's id follows from the message's, so however often a message comes, it is
 * done once. One that can never be done is told of and dropped.
 */
export async function heedMessage(app: App, receiver: Receiver, letter: Letter): Promise<Heeding> {
  const fault = await file(app, receiver, letter);
  if (fault === undefined || fault.code === HEARD.fault.code) return 'handled';
  if (isPassing(fault)) return 'later';
  await app.store.commit([{ put: 'event', doc: eventOf(app, receiver, fault) }]);
  return 'dropped';
}

async function file(app: App, receiver: Receiver, letter: Letter): Promise<Fault | undefined> {
  const read = readMessage(letter.body);
  if (read.kind !== 'ok') return read;
  const { cluster: target, action, params: inputs } = read.signal;
  const reach = { accesses: ['read-write'], at: app.clock.now() } as const;
  const caller = { ...ownerOf(receiver), reach };
  const found = await lookUp(app.store, caller, 'cluster', target);
  if (found.kind === 'refused') return found.fault;
  // Its user's own, or what was shared with them to be changed.
  const isOwn = found.doc.project === receiver.project;
  if (isOwn && found.doc.user !== receiver.user)
    return permanent('forbidden', `The cluster '${target}' belongs to another user than the receiver.`);

  const actionId = childId(receiver.id, `message ${letter.id}`, 0, letter.sentAt);
  const errand = {
    origin: { by: 'receiver', id: receiver.id, reason: `A message came to the receiver '${receiver.name}'.` },
    name: `receiver_${shortId(receiver.id)}_${shortId(letter.id)}`,
    actionId,
    along: async (): Promise<Along> =>
      (await app.store.get('action', { project: receiver.project, id: actionId })) ? HEARD : { kind: 'ok', writes: [] },
  } as const;
  const answer = await askAsOwner({ ...app, errand }, receiver, { action, target: found.doc.id, inputs }, found.doc.project);
  return answer.kind === 'refused' ? answer.fault : undefined;
}

/** Told again if the message comes again, which it does when this worker dies before it is settled. */
const eventOf = (app: App, receiver: Receiver, fault: Fault): Event => ({
  id: newId(app),
  project: receiver.project,
  user: receiver.user,
  timestamp: app.clock.now(),
  type: 'message-dropped',
  level: 'WARN',
  objectType: 'RECEIVER',
  objectId: receiver.id,
  objectName: receiver.name,
  clusterId: null,
  action: RECEIVER_NOTIFY,
  status: 'error',
  statusReason: fault.message,
  metadata: {},
  version: 0,
});
