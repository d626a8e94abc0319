import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { contentOf, type Secret, sealedFor } from '../../domain/secret/secret.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';
import type { Call, ListRequest, On, See } from '../verb.ts';
import { referrerOf } from './referrers.ts';

/** Text, or an object of texts whose members can be referred to each. */
export type SecretValue = string | JsonObject;

export interface SecretVerbs {
  /** No answer of any verb has the value in it. */
  readonly createSecret: Call<
    { readonly name: string; readonly value: SecretValue; readonly description?: string | undefined },
    { readonly secret: Secret }
  >;
  readonly listSecrets: Call<ListRequest, { readonly secrets: readonly Secret[] }>;
  readonly showSecret: See<{ readonly secret: Secret }>;
  /** Another value is another revision: what is made from now on gets it, what has the old one keeps it. */
  readonly updateSecret: On<
    { readonly value?: SecretValue | undefined; readonly description?: string | undefined },
    { readonly secret: Secret }
  >;
  /** Not while something of the project refers to it. */
  readonly deleteSecret: See<object>;
}

export const secretVerbs = (app: App): SecretVerbs => ({
  async createSecret({ userId: user, projectId: project }, { name, value, description = '' }) {
    const namesakes = (await app.store.find('secret', project, name)).filter((one) => one.name === name);
    if (namesakes.length > 0) return refused('secret.exists', `There is a secret '${name}' already: give it another value instead.`);
    const id = newId(app);
    const sealed = await seal(app, { project, id }, value);
    if (sealed.kind === 'refused') return sealed;
    const now = app.clock.now();
    const secret: Secret = {
      id,
      project,
      user,
      domain: null,
      name,
      description,
      ...sealed.content,
      revision: 1,
      createdAt: now,
      rotatedAt: now,
      updatedAt: null,
      version: 0,
    };
    await app.store.commit([{ put: 'secret', doc: secret }]);
    return { kind: 'ok', secret: { ...secret, version: 1 } };
  },

  async listSecrets(caller, request) {
    const listed = await listDocuments(app.store, caller, 'secret', request);
    return listed.kind === 'refused' ? listed : { kind: 'ok', secrets: listed.docs };
  },

  async showSecret(caller, text) {
    const found = await lookUp(app.store, caller, 'secret', text);
    return found.kind === 'refused' ? found : { kind: 'ok', secret: found.doc };
  },

  updateSecret: (caller, text, { value, description }) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'secret', text);
      if (found.kind === 'refused') return found;
      const { doc } = found;
      const sealed = value === undefined ? undefined : await seal(app, doc, value);
      if (sealed?.kind === 'refused') return sealed;
      const now = app.clock.now();
      const secret: Secret = {
        ...doc,
        ...(sealed && { ...sealed.content, revision: doc.revision + 1, rotatedAt: now }),
        ...(description !== undefined && { description }),
        updatedAt: now,
      };
      return (await app.store.commit([{ put: 'secret', doc: secret }])) === 'stale'
        ? 'stale'
        : { kind: 'ok', secret: { ...secret, version: secret.version + 1 } };
    }),

  deleteSecret: (caller, text) =>
    untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'secret', text);
      if (found.kind === 'refused') return found;
      const referrer = await referrerOf(app.store, found.doc);
      if (referrer) return refused('resource.in-use', `The secret '${text}' cannot be deleted: ${referrer} refers to it.`);
      return (await app.store.commit([{ remove: 'secret', doc: found.doc }])) === 'stale' ? 'stale' : { kind: 'ok' };
    }),
});

async function seal(
  { sealing }: App,
  whose: Pick<Secret, 'project' | 'id'>,
  value: SecretValue,
): Promise<{ readonly kind: 'ok'; readonly content: Pick<Secret, 'sealed' | 'keys'> } | Refusal> {
  const { text, keys } = contentOf(value);
  const sealed = await sealing.seal(text, sealedFor(whose));
  return sealed.kind === 'fault' ? { kind: 'refused', fault: sealed.fault } : { kind: 'ok', content: { sealed: sealed.text, keys } };
}
