import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { systemClock } from '../../lib/platform/system-clock.ts';
import { DynamoDocumentStore } from '../../lib/store/dynamo/document-store.ts';
import { DynamoExpiry } from '../../lib/store/dynamo/expiry.ts';
import { describeIf } from '../support/describe-if.ts';
import { createTable, type Dynoxide, dynamoClient, dynoxideMissing, startDynoxide } from '../support/dynoxide.ts';
import { describeDocumentStore } from './document-store.ts';
import { expiryPromises } from './documents/expiry.ts';

describeIf(dynoxideMissing(), 'on DynamoDB', () => {
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

  const emptyTable = async () => {
    const table = `documents-${++tables}`;
    await createTable(client, table);
    return table;
  };

  describeDocumentStore('dynamo', async () => {
    const table = await emptyTable();
    const process = () => new DynamoDocumentStore(client, table, systemClock);
    return [process(), process()];
  });

  expiryPromises(async () => {
    const table = await emptyTable();
    return {
      store: new DynamoDocumentStore(client, table, systemClock),
      expiry: new DynamoExpiry(client, table),
      now: systemClock.now,
    };
  });
});
