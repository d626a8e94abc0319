import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { isOpen } from '../../lib/domain/action/action.ts';
import type { Documents, Kind, Write } from '../../lib/domain/documents.ts';
import { instant } from '../../lib/domain/kernel/time.ts';
import { documentOf, transactItem } from '../../lib/store/dynamo/items.ts';
import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';
import { PROJECT, T0 } from '../support/documents.ts';
import { somebody } from '../support/furnished.ts';
import { KINDS } from '../support/kinds.ts';
import { MemoryService } from '../support/memory-service.ts';
import { storeOneOfEach } from '../support/one-of-each.ts';
import { REQUESTS } from '../support/requests.ts';

/**
 * Items as versions of this service have stored them, one file per kind. Tables outlive deploys: what is here must be understood for ever. `UPDATE_CORPUS=yes` adds
 * files for kinds that have none; nothing is ever replaced or taken away.
 */
const FOLDER = path.resolve(import.meta.dirname, 'stored');
type Item = Record<string, AttributeValue>;
const fileOf = (kind: string) => path.join(FOLDER, `${kind}.json`);
const itemOf = (kind: Kind, doc: Documents[Kind]): Item =>
  transactItem({ table: 't', now: T0, mark: 'this' }, { put: kind, doc: { ...doc, version: doc.version - 1 } } as Write).Put?.Item ?? {};

if (process.env.UPDATE_CORPUS === 'yes') {
  const service = new MemoryService();
  await storeOneOfEach(service);
  mkdirSync(FOLDER, { recursive: true });
  for (const kind of KINDS) {
    const items = service.store.everything(kind).map((doc) => itemOf(kind, doc));
    if (items.length > 0 && !existsSync(fileOf(kind))) writeFileSync(fileOf(kind), `${JSON.stringify(items, null, 2)}\n`);
  }
}

const HERE = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, '') as Kind);
const read = (kind: Kind): readonly Item[] => JSON.parse(readFileSync(fileOf(kind), 'utf8'));

test('there is one of every kind', () => {
  expect(HERE.toSorted()).toEqual(KINDS.toSorted());
});

/** Only what its number says is another shape may change on its way through. */
describe.each(HERE)('a stored %s', (kind) => {
  test('is read whole, and written as it was', () => {
    for (const item of read(kind)) {
      const doc = documentOf(kind, item);
      // The counts of a usage lie beside it.
      const beside = item.c && 'counts' in doc && { counts: doc.counts };
      expect({ ...JSON.parse(item.d?.S ?? ''), ...beside }).toEqual({ ...doc, version: undefined });
      // It is another write.
      const [again, before] = [itemOf(kind, doc), item].map(({ w, d, sv, ...rest }) => ({ ...rest, d: JSON.parse(d?.S ?? '') }));
      expect(again).toEqual(before);
      // As today's shape, whichever it was.
      expect(Number(itemOf(kind, doc).sv?.N)).toBeGreaterThanOrEqual(Number(item.sv?.N));
    }
  });
});

/** A service that finds all of it in its table. */
async function found(): Promise<MemoryService> {
  const store = new MemoryDocumentStore();
  let latest = 0;
  for (const kind of HERE)
    for (const item of read(kind)) {
      const doc = documentOf(kind, item);
      latest = Math.max(latest, 'createdAt' in doc && typeof doc.createdAt === 'number' ? doc.createdAt : 0);
      await store.commit([{ put: kind, doc: { ...doc, version: 0 } } as Write]);
    }
  return new MemoryService(instant(latest + 1_000), store);
}

test('what is open goes on to its end, and everything can be seen', async () => {
  const service = await found();
  const open = service.store.everything('action').filter(isOpen);
  expect(open.length).toBeGreaterThan(0);
  await service.app.nudges.send(open.map(({ project, id }) => ({ project, id, queue: 'node-check' as const })));
  await service.settle();
  const ends = open.map(async (ref) => (await service.store.get('action', ref))?.status);
  expect(new Set(await Promise.all(ends))).toEqual(new Set(['SUCCEEDED']));

  const [cluster] = service.store.everything('cluster');
  const caller = somebody(PROJECT, 'admin');
  for (const verb of ['listClusters', 'listNodes', 'listProfiles', 'listPolicies', 'listActions', 'listEvents', 'listSchedules'] as const) {
    const ask = service.verbs[verb] as (...words: readonly unknown[]) => Promise<{ readonly kind: string }>;
    expect(await ask(caller, ...REQUESTS[verb]({} as never, {} as never))).toMatchObject({ kind: 'ok' });
  }
  expect(await service.verbs.scaleOut(caller, cluster?.id ?? '', { count: 1 })).toMatchObject({ kind: 'ok' });
  await service.settle();
  expect(await service.store.get('cluster', cluster as NonNullable<typeof cluster>)).toMatchObject({
    status: 'ACTIVE',
    desiredCapacity: 3,
  });
});
