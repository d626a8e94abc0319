import { refused } from '../../domain/kernel/fault.ts';
import { isGuestOf } from '../../domain/permission/standing.ts';
import { rotated } from '../../domain/receiver/keys.ts';
import { isSigned, type Receiver } from '../../domain/receiver/receiver.ts';
import { type App, untilCommitted } from '../app.ts';
import { lookUp } from '../lookup.ts';
import type { Receiving, UpdateReceiver } from './receiving.ts';
import { makeSecrets } from './secrets.ts';

/** What it does, never to which cluster, and how it may be called. */
export const updateReceiver =
  (app: App): Receiving['updateReceiver'] =>
  (caller, text, request) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'receiver', text);
      if (found.kind === 'refused') return found;
      const { action, params, allowedParams } = request;
      // It asks in its maker's name, so somebody else may say when, and never what.
      if (isGuestOf(caller, found.doc.project) && (action ?? params ?? allowedParams) !== undefined)
        return refused('forbidden', 'What a receiver asks for is changed in its own project only.');
      const changes = changesOf(found.doc, request);
      if (Object.keys(changes).length === 0) return refused('request.malformed', 'No property needs an update.');
      if (request.action === 'CLUSTER_CREATE') return refused('request.malformed', "Action name cannot be any of ['CLUSTER_CREATE'].");
      const receiver: Receiver = { ...found.doc, ...changes, updatedAt: app.clock.now() };
      const isAsked = 'action' in changes || 'params' in changes;
      const misfit = isAsked && receiver.action ? app.whyNotInputs(receiver.action, receiver.params) : undefined;
      if (misfit !== undefined)
        return refused('request.malformed', `The receiver's params would be refused whenever it is called: ${misfit}`);
      return (await app.store.commit([{ put: 'receiver', doc: receiver }])) === 'stale' ? 'stale' : { kind: 'ok', receiver };
    });

/** What differs. A queue has no one action and nobody who calls. */
function changesOf(receiver: Receiver, { name, params, expiresAt, ...forWebhooks }: UpdateReceiver): Partial<Receiver> {
  const asked = Object.entries({ name, params, expiresAt, ...(receiver.type === 'webhook' && forWebhooks) });
  const now: Readonly<Record<string, unknown>> = receiver;
  return Object.fromEntries(asked.filter(([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(now[key])));
}

/** The queue goes first: a receiver without one can be deleted again, a queue without a receiver would stay. */
export const deleteReceiver =
  (app: App): Receiving['deleteReceiver'] =>
  (caller, text) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'receiver', text);
      if (found.kind === 'refused') return found;
      if (found.doc.type === 'message') await app.reception.mailboxes.remove(found.doc.id);
      return (await app.store.commit([{ remove: 'receiver', doc: found.doc }])) === 'stale' ? 'stale' : { kind: 'ok' };
    });

export const rotateReceiver =
  (app: App): Receiving['rotateReceiver'] =>
  (caller, text, { overlap }) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'receiver', text);
      if (found.kind === 'refused') return found;
      const { doc } = found;
      if (doc.type !== 'webhook') return refused('request.malformed', 'Only receivers of type webhook have a secret to rotate.');
      const now = app.clock.now();
      const made = await makeSecrets(app, doc, isSigned(doc));
      if (made.kind === 'refused') return made;
      const { secrets, key, readable } = made;
      const keys = rotated(doc.keys, key, now, overlap);
      const receiver: Receiver = { ...doc, keys, readable, dueAt: readable?.until ?? null, updatedAt: now };
      return (await app.store.commit([{ put: 'receiver', doc: receiver }])) === 'stale' ? 'stale' : { kind: 'ok', receiver, secrets };
    });
