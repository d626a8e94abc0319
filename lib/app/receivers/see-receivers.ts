import { isReadableBy } from '../../domain/receiver/receiver.ts';
import type { App } from '../app.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';
import type { Receiving } from './receiving.ts';
import { openSecret } from './secrets.ts';

/** By name, if no order is asked for. */
export const listReceivers =
  (app: App): Receiving['listReceivers'] =>
  async (caller, request) => {
    const sort = request.sort.length > 0 ? request.sort : [{ key: 'name', descending: false }];
    const listed = await listDocuments(app.store, caller, 'receiver', { ...request, sort });
    return listed.kind === 'refused' ? listed : { kind: 'ok', receivers: listed.docs };
  };

/** With its secret, for a while, to who made it: many clients ask again instead of reading what they were answered. */
export const showReceiver =
  (app: App): Receiving['showReceiver'] =>
  async (caller, text) => {
    const found = await lookUp(app.store, caller, 'receiver', text);
    if (found.kind === 'refused') return found;
    const { doc } = found;
    if (doc.type === 'message') return { kind: 'ok', receiver: doc, ...(await queueOf(app, doc.id)) };
    if (!doc.readable || !caller.canWrite || !isReadableBy(doc, caller.userId, app.clock.now())) return { kind: 'ok', receiver: doc };
    const opened = await openSecret(app, doc, doc.readable.sealed);
    return { kind: 'ok', receiver: doc, ...(opened.kind === 'ok' && { secrets: { key: opened.secret, hmacSecret: null } }) };
  };

/** A queue that was lost is there again; one that does not answer is passed over. */
async function queueOf({ reception }: App, id: string): Promise<{ readonly queueUrl?: string }> {
  try {
    return { queueUrl: await reception.mailboxes.open(id) };
  } catch {
    return {};
  }
}
