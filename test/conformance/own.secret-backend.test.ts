import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { ownSecrets } from '../../lib/app/secrets/own-secrets.ts';
import { secretVerbs } from '../../lib/app/secrets/secret-verbs.ts';
import { transient } from '../../lib/domain/kernel/fault.ts';
import { keyFileSealing } from '../../lib/platform/sealing/key-file.ts';
import { principal } from '../support/senlin-wire.ts';
import { smallService } from '../support/small-service.ts';
import { secretPromises } from './secret-backend.ts';

const home = mkdtempSync(join(tmpdir(), 'coppice-own-secrets-'));
afterAll(() => rmSync(home, { recursive: true }));

const sealing = keyFileSealing(home);
const { app, store } = smallService({ sealing });
const verbs = secretVerbs(app);
const as = (project: string) => ({ ...principal('demo'), projectId: project });
let serial = 0;

const away = {
  ...sealing,
  open: async () => ({ kind: 'fault' as const, fault: transient('sealing.unavailable', 'The key could not be reached.') }),
};

async function keep(project: string, value: string): Promise<string> {
  const made = await verbs.createSecret(as(project), { name: `secret-${serial++}`, value });
  if (made.kind === 'refused') throw new Error(made.fault.message);
  return made.secret.name;
}

secretPromises(() => ({
  backend: ownSecrets({ store, sealing }),
  // The table is never away alone.
  away: { read: async (project) => ownSecrets({ store, sealing: away }).read(project, await keep(project, 'a value')) },
  keep,
  rotate: async (project, id, value) => void (await verbs.updateSecret(as(project), id, { value })),
  unknown: 'never-was',
}));

test('is found by its id too, and never by a part of it', async () => {
  const made = await verbs.createSecret(as('p1'), { name: 'by-id', value: 'hunter2hunter2' });
  if (made.kind === 'refused') throw new Error(made.fault.message);
  const backend = ownSecrets({ store, sealing });
  expect(await backend.read('p1', made.secret.id)).toEqual({ kind: 'ok', value: 'hunter2hunter2' });
  expect(await backend.read('p1', made.secret.id.slice(0, 8))).toMatchObject({ fault: { code: 'secret.not-found' } });
});

test('one that was moved to another secret’s place does not open', async () => {
  const [a, b] = [await keep('p1', 'the value of a'), await keep('p1', 'the value of b')];
  const docs = store.everything('secret').filter(({ project }) => project === 'p1');
  const [from, to] = [docs.find(({ name }) => name === a), docs.find(({ name }) => name === b)];
  if (!from || !to) throw new Error('they are not there');
  await store.commit([{ put: 'secret', doc: { ...to, sealed: from.sealed } }]);
  expect(await ownSecrets({ store, sealing }).read('p1', b)).toMatchObject({ fault: { kind: 'permanent', code: 'secret.refused' } });
});
