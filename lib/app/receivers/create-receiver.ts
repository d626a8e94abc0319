import type { ClusterActionName } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused, transient } from '../../domain/kernel/fault.ts';
import { after } from '../../domain/kernel/time.ts';
import type { Receiver } from '../../domain/receiver/receiver.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { lookUpForUse } from '../lookup.ts';
import { ownerOf } from '../owner.ts';
import { rehearse } from '../rehearse.ts';
import type { CreateReceiver, Receiving } from './receiving.ts';
import { makeSecrets } from './secrets.ts';

const malformed = (message: string): Refusal => refused('request.malformed', message);

export const createReceiver =
  (app: App): Receiving['createReceiver'] =>
  (caller, request) =>
    request.type === 'webhook' ? createWebhook(app, caller, request) : createMailbox(app, caller, request);

const createWebhook = (app: App, caller: Principal, request: CreateReceiver): ReturnType<Receiving['createReceiver']> =>
  untilCommitted(async () => {
    const { cluster: text, action } = request;
    if (text === undefined) return malformed('Cluster identity is required for creating webhook receiver.');
    if (action === undefined) return malformed('Action name is required for creating webhook receiver.');
    if (action === 'CLUSTER_CREATE') return malformed("Action name cannot be any of ['CLUSTER_CREATE'].");
    const now = app.clock.now();
    if (request.expiresAt !== undefined && request.expiresAt <= now) return malformed("The value for 'expires_at' is in the past.");

    const found = await findCluster(app, caller, text, action);
    if (found.kind === 'refused') return found;
    const misfit = app.whyNotInputs(action, request.params ?? {});
    if (misfit !== undefined) return malformed(`The receiver's params would be refused whenever it is called: ${misfit}`);
    const { project: clusterProject } = found.doc;
    const own = newReceiver(app, caller, request);
    const fresh = clusterProject === own.project ? own : { ...own, clusterProject };
    const made = await makeSecrets(app, fresh, request.signed ?? false);
    if (made.kind === 'refused') return made;
    const { readable } = made;
    const keys = [{ ...made.key, until: null }];
    const receiver: Receiver = { ...fresh, clusterId: found.doc.id, action, keys, readable, dueAt: readable?.until ?? null };
    const stored = await app.store.commit([
      { put: 'receiver', doc: receiver },
      { check: 'cluster', doc: found.doc },
    ]);
    return stored === 'stale' ? 'stale' : { kind: 'ok', receiver: { ...receiver, version: 1 }, secrets: made.secrets };
  });

/** The queue comes after the document: a document whose queue is missing gets one when it is next looked at, a queue without a document would stay. */
async function createMailbox(app: App, caller: Principal, request: CreateReceiver): ReturnType<Receiving['createReceiver']> {
  if (request.signed || request.allowedParams || request.rate !== undefined)
    return malformed("'hmac', 'allowed_params' and 'rate' are for receivers of type 'webhook' only.");
  const { poll, mailboxes } = app.reception;
  const fresh = newReceiver(app, caller, request);
  const receiver: Receiver = {
    ...fresh,
    queueName: mailboxes.nameOf(fresh.id),
    dueAt: poll === 0 ? null : after(fresh.createdAt, poll),
  };
  await untilCommitted(() => app.store.commit([{ put: 'receiver', doc: receiver }]));
  try {
    return { kind: 'ok', receiver: { ...receiver, version: 1 }, queueUrl: await mailboxes.open(receiver.id) };
  } catch {
    await untilCommitted(() => app.store.commit([{ remove: 'receiver', doc: { ...receiver, version: 1 } }]));
    return { kind: 'refused', fault: transient('receiver.no-queue', 'The queue of the receiver cannot be made now.') };
  }
}

/** One's own, or one that was shared for at least what the receiver is to ask for. */
async function findCluster(
  app: App,
  caller: Principal,
  text: string,
  action: ClusterActionName,
): Promise<{ readonly kind: 'ok'; readonly doc: Cluster } | Refusal> {
  const found = await lookUpForUse(app.store, caller, 'cluster', text);
  const missing = refused('reference.not-found', `The referenced cluster '${text}' could not be found.`);
  if (found.kind === 'refused') return found.fault.code === 'reference.not-found' ? missing : found;
  if (found.doc.project !== caller.projectId) {
    const { projectId: project, userId: user } = caller;
    const refusal = await rehearse(app, ownerOf({ user, project }), { action, target: found.doc.id, inputs: {} });
    if (refusal?.fault.code === 'forbidden') return refusal;
  } else if (!caller.isAdmin && found.doc.user !== caller.userId)
    return refused('forbidden', 'You are not authorized to complete this operation.');
  return isLeaving(found.doc) ? missing : found;
}

/** Its receivers were removed when its deletion was filed: none may come after. */
const isLeaving = ({ status, lock }: Cluster): boolean =>
  status === 'DELETING' || lock.queue.some(({ action }) => action === 'CLUSTER_DELETE');

const newReceiver = (app: App, { userId: user, projectId: project }: Principal, request: CreateReceiver): Receiver => ({
  id: newId(app),
  project,
  user,
  domain: null,
  name: request.name,
  type: request.type,
  clusterId: null,
  action: null,
  params: request.params ?? {},
  queueName: null,
  allowedParams: request.allowedParams ?? null,
  keys: [],
  readable: null,
  heard: [],
  rate: request.rate ?? app.reception.rate,
  pace: null,
  expiresAt: request.expiresAt ?? null,
  handled: 0,
  dropped: 0,
  dueAt: null,
  createdAt: app.clock.now(),
  updatedAt: null,
  version: 0,
});
