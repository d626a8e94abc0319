import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { type Effect, newRecord, type RequestRecord, type RequestScope, recognise } from '../../domain/request/request.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Digest } from '../../ports/digest.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Sealing } from '../../ports/sealing.ts';
import { untilCommitted } from '../app.ts';
import { RequestHalted } from './request-halted.ts';

export type OncePorts = {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly sealing: Sealing;
};

/** A request its client may send again, and what it says. */
export type Repeatable = { readonly project: string; readonly user: string; readonly key: string; readonly content: string };

/** An answer as text, kept to be given again. */
export type Once =
  | { readonly kind: 'first'; readonly answer: string }
  | { readonly kind: 'again'; readonly answer: string }
  /** It took effect, and whoever did it died before the answer was kept: it has to be made from what is there. */
  | { readonly kind: 'recall'; readonly effects: readonly Effect[] }
  | Refusal;

/**
 * Does what a request asks exactly once, however often it is sent: the same key for the same gets the same answer, for something else it is refused.
 *
 * The record commits with what the request brings about, so a worker killed anywhere leaves either nothing or both. What brought nothing about, a refusal above all,
 * is not kept: asked again it is judged again.
 */
export async function once(ports: OncePorts, request: Repeatable, answer: (scope: RequestScope) => Promise<string>): Promise<Once> {
  const { store, clock, digest } = ports;
  const id = idOf(digest(JSON.stringify([request.project, request.user, request.key])));
  // With the key in it, which is stored nowhere: what a request says may be a secret that is short enough to be tried out.
  const fingerprint = digest(JSON.stringify([request.key, request.content]));
  const begun = await untilCommitted(() => begin(ports, { id, project: request.project }, fingerprint));
  if ('kind' in begun) return begun;

  const scope: RequestScope & { record: RequestRecord } = { record: begun, committed: false };
  try {
    const given = await answer(scope);
    if (scope.committed) await keep(ports, scope.record, given);
    else await store.commit([{ remove: 'request', doc: scope.record }]);
    return { kind: 'first', answer: given };
  } catch (error) {
    if (!(error instanceof RequestHalted) || error.why !== 'overtaken') throw error;
    const now = await store.get('request', { id, project: request.project });
    return now && now.begunAt <= clock.now() ? await recalled(ports, now) : underWay;
  }
}

/** @returns the record to work under, or what is to be said instead of working */
async function begin(
  ports: OncePorts,
  ref: Pick<RequestRecord, 'id' | 'project'>,
  fingerprint: string,
): Promise<RequestRecord | Once | 'stale'> {
  const { store, clock } = ports;
  const now = clock.now();
  const found = await store.get('request', ref);
  const known = found && now < found.forgetAt ? found : undefined;
  const recognised = known ? recognise(known, fingerprint, now) : 'new';
  if (recognised === 'another') return another;
  if (recognised === 'under-way') return underWay;
  if (known && (recognised === 'answered' || recognised === 'effected')) return recalled(ports, known);
  const record = { ...newRecord(ref.id, ref.project, fingerprint, now), version: found?.version ?? 0 };
  if ((await store.commit([{ put: 'request', doc: record }])) === 'stale') return 'stale';
  return { ...record, version: record.version + 1 };
}

async function recalled({ sealing }: OncePorts, { id, project, answer, effects }: RequestRecord): Promise<Once> {
  if (answer !== null) {
    const opened = await sealing.open(answer, boundTo({ id, project }));
    if (opened.kind === 'opened') return { kind: 'again', answer: opened.secret };
  }
  return effects === null ? underWay : { kind: 'recall', effects };
}

/** An answer that cannot be kept is made again from what is there: losing it loses nothing else. */
async function keep({ store, sealing }: OncePorts, record: RequestRecord, given: string): Promise<void> {
  const sealed = await sealing.seal(given, boundTo(record));
  if (sealed.kind === 'fault') return;
  const now = await store.get('request', record);
  if (now?.version === record.version) await store.commit([{ put: 'request', doc: { ...now, answer: sealed.text } }]);
}

const boundTo = ({ id, project }: Pick<RequestRecord, 'id' | 'project'>) => ({ project, object: `request/${id}` });

const another = refused(
  'idempotency.mismatch',
  'The idempotency key was used for another request: a key belongs to one request and what it says.',
);
const underWay = refused('idempotency.in-progress', 'A request with this idempotency key is being answered: ask again in a moment.');

/** In the form of an id, so that it makes a key. */
const idOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
