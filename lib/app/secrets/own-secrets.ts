import { permanent, transient } from '../../domain/kernel/fault.ts';
import { isId } from '../../domain/kernel/ids.ts';
import { sealedFor } from '../../domain/secret/secret.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Sealing } from '../../ports/sealing.ts';
import type { SecretBackend } from '../../ports/secrets.ts';

/** The secrets that lie sealed in the table. A project's own and no other's: their keys begin with it. */
export const ownSecrets = ({ store, sealing }: { readonly store: DocumentStore; readonly sealing: Sealing }): SecretBackend => ({
  async read(project, text) {
    const exact = isId(text) ? await store.get('secret', { project, id: text }) : undefined;
    const named = exact ? [exact] : (await store.find('secret', project, text)).filter(({ name }) => name === text);
    const [secret, another] = named;
    if (!secret) return fault(permanent('secret.not-found', `The secret 'coppice:${text}' could not be found.`));
    if (another) return fault(permanent('secret.ambiguous', `There is more than one secret 'coppice:${text}'.`));
    const opened = await sealing.open(secret.sealed, sealedFor(secret));
    if (opened.kind === 'opened') return { kind: 'ok', value: opened.secret };
    const { kind, message } = opened.fault;
    return fault(kind === 'transient' ? transient('secret.unavailable', message) : permanent('secret.refused', message));
  },
});

const fault = <F>(what: F) => ({ kind: 'fault', fault: what }) as const;
