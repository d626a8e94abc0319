import { type DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { instant } from '../../lib/domain/kernel/time.ts';
import { dynamoIdentityStore } from '../../lib/store/dynamo/identity-store.ts';
import { describeIf } from '../support/describe-if.ts';
import { createTable, type Dynoxide, dynamoClient, dynoxideMissing, startDynoxide } from '../support/dynoxide.ts';
import { describeIdentityStore } from './identity-store.ts';

describeIf(dynoxideMissing(), 'on DynamoDB', () => {
  let dynoxide: Dynoxide;
  let client: DynamoDBClient;
  let tables = 0;

  const newTable = async () => {
    const name = `identity-${++tables}`;
    await createTable(client, name);
    return name;
  };

  beforeAll(async () => {
    dynoxide = await startDynoxide();
    client = dynamoClient(dynoxide.endpoint);
  });
  afterAll(async () => {
    client.destroy();
    await dynoxide.stop();
  });

  describeIdentityStore('dynamo', async () => dynamoIdentityStore(client, await newTable()));

  test('an item says what shape it has and, when it may go, in whole seconds that are never too early', async () => {
    const table = await newTable();
    const store = dynamoIdentityStore(client, table);
    await store.addToken('digest', {
      userId: 'u',
      userName: 'u',
      domainId: 'default',
      methods: [],
      project: null,
      roles: [],
      credential: null,
      auditIds: [],
      issuedAt: instant(0),
      expiresAt: instant(1_700_000_000_001),
    });
    await store.recordAttempts('k', { failures: 1, lastAt: instant(1_700_000_000_000) }, 0);

    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: { pk: { S: 'identity#token#digest' }, sk: { S: 'token' } } }),
    );
    expect(Item).toMatchObject({ v: { N: '1' }, sv: { N: '1' }, ttl: { N: '1700000001' } });
    expect(Object.keys(Item ?? {}).sort()).toEqual(['d', 'pk', 'sk', 'sv', 'ttl', 'v']);

    const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
    expect(Items.every(({ pk }) => pk?.S?.startsWith('identity#'))).toBe(true);
    expect(Items.map(({ ttl }) => ttl?.N).sort()).toEqual(['1700000001', '1700000900']);
  });
});
