import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { clusteringVerbs } from '../../lib/app/clustering-verbs.ts';
import { stepAction } from '../../lib/app/engine/step-action.ts';
import { facts } from '../../lib/composition/ask.ts';
import type { Action } from '../../lib/domain/action/action.ts';
import { NewerShape } from '../../lib/domain/shape.ts';
import { fakeCloud } from '../../lib/drivers/fake/cloud.ts';
import { fakeDriver } from '../../lib/drivers/fake/driver.ts';
import { systemClock } from '../../lib/platform/system-clock.ts';
import type { DocumentStore } from '../../lib/ports/document-store.ts';
import type { Nudge } from '../../lib/ports/nudges.ts';
import { DynamoDocumentStore } from '../../lib/store/dynamo/document-store.ts';
import { keyOf } from '../../lib/store/dynamo/keys.ts';
import { describeIf } from '../support/describe-if.ts';
import { aNode, anAction, idOf, PROJECT, T0 } from '../support/documents.ts';
import { createTable, type Dynoxide, dynamoClient, dynoxideMissing, startDynoxide } from '../support/dynoxide.ts';
import { somebody } from '../support/furnished.ts';
import { memoryApp } from '../support/memory-app.ts';
import { nextVersion } from '../support/versions/next.ts';

jest.setTimeout(120_000);
const member = somebody(PROJECT);

/** A rolling deploy: this version and the next on one table of a real DynamoDB. The next one's actions have another shape. */
describeIf(dynoxideMissing(), 'two versions of the service on one table', () => {
  let dynoxide: Dynoxide;
  let client: DynamoDBClient;
  let tables = 0;

  beforeAll(async () => {
    dynoxide = await startDynoxide();
    client = dynamoClient(dynoxide.endpoint);
  });
  afterAll(async () => {
    client.destroy();
    await dynoxide.stop();
  });

  async function table() {
    const name = `versions-${++tables}`;
    await createTable(client, name);
    const item = async (kind: 'node' | 'action', id: string) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: keyOf(kind, { project: PROJECT, id }), ConsistentRead: true }),
      );
      return { shape: Item?.sv?.N, doc: JSON.parse(Item?.d?.S ?? '{}') };
    };
    return {
      now: new DynamoDocumentStore(client, name, systemClock),
      same: nextVersion(new DynamoDocumentStore(client, name, systemClock)),
      next: nextVersion(new DynamoDocumentStore(client, name, systemClock, { shapes: { action: 2 } })),
      item,
    };
  }

  test('this version shows what the next one wrote, and writes and removes nothing of another shape; the next goes on with what this one wrote', async () => {
    const { now, next, item } = await table();
    const [older, newer] = [anAction('NODE_CHECK', { id: idOf('older') }), anAction('NODE_CHECK', { id: idOf('newer') })];
    await now.commit([{ put: 'action', doc: older }]);
    await next.commit([{ put: 'action', doc: newer }]);
    expect(await item('action', newer.id)).toMatchObject({ shape: '2' });

    const seen = (await now.get('action', newer)) as Action;
    expect(seen).toMatchObject({ id: newer.id, status: 'READY', news: {} });
    expect((await now.list('action', PROJECT)).items).toHaveLength(2);
    await expect(now.commit([{ put: 'action', doc: { ...seen, status: 'FAILED' } }])).rejects.toThrow(NewerShape);
    await expect(now.commit([{ remove: 'action', doc: seen }])).rejects.toThrow(NewerShape);
    // All or nothing goes for what stands beside it, too.
    await expect(
      now.commit([
        { put: 'node', doc: aNode({ version: 0 }) },
        { put: 'action', doc: seen },
      ]),
    ).rejects.toThrow(NewerShape);
    expect(await now.get('node', aNode())).toBeUndefined();
    expect(await item('action', newer.id)).toMatchObject({ shape: '2', doc: { status: 'READY', news: {} } });

    const taken = (await next.get('action', older)) as Action;
    expect(await next.commit([{ put: 'action', doc: { ...taken, status: 'FAILED' } }])).toBe('committed');
    expect(await item('action', older.id)).toMatchObject({ shape: '2', doc: { status: 'FAILED' } });
  });

  test.each([0, 1])('both work on the same actions in turns, and what the next one adds stays: beginning with %d', async (first) => {
    const { now, same, item } = await table();
    const cloud = fakeCloud();
    const sent: Nudge[] = [];
    let time = T0;
    const clock = { now: () => time };
    const appOn = (store: DocumentStore) => {
      const driver = fakeDriver({ clock, cloud });
      return memoryApp({ store, clock, drivers: () => driver, nudges: { send: async (nudges) => void sent.push(...nudges) } });
    };
    const apps = [appOn(now), appOn(same)] as const;
    let turn = first;
    const app = () => apps[turn++ % 2 === 0 ? 0 : 1];
    const settle = async () => {
      for (let nudge = sent.shift(); nudge; nudge = sent.shift()) {
        const by = app();
        if (!('kind' in nudge)) await by.nudges.send(await stepAction(by, nudge));
      }
      time = (time + 1_000) as typeof time;
    };
    const verbs = () => clusteringVerbs(app(), facts());
    const spec = { type: 'fake.node', version: '1.0', properties: {} };
    await verbs().createProfile(member, { name: 'small', spec });
    expect(await verbs().createCluster(member, { name: 'web', profile: 'small', desiredCapacity: 4 })).toMatchObject({ kind: 'ok' });
    await settle();
    await verbs().scaleOut(member, 'web', { count: 1 });
    await settle();
    const { items: nodes } = await now.list('node', PROJECT);
    expect(nodes.map(({ status }) => status)).toEqual(Array(5).fill('ACTIVE'));
    const touched = await Promise.all(nodes.map(async ({ id }) => (await item('node', id)).doc));
    expect(touched.some((doc) => 'news' in doc)).toBe(true);
    await verbs().checkCluster(member, 'web', { params: {} });
    await settle();
    for (const doc of touched.filter((one) => 'news' in one)) expect((await item('node', doc.id)).doc).toHaveProperty('news');
    await verbs().deleteCluster(member, 'web', { force: false });
    await settle();
    expect((await now.list('action', PROJECT)).items.map(({ status }) => status).filter((status) => status !== 'SUCCEEDED')).toEqual([]);
    expect([cloud.things.size, (await now.list('node', PROJECT)).items]).toEqual([0, []]);
  });
});
