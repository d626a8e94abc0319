import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { DynamoDocumentStore } from '../../lib/store/dynamo/document-store.ts';
import { describeIf } from '../support/describe-if.ts';
import { createTable, type Dynoxide, dynamoClient, dynoxideMissing, startDynoxide } from '../support/dynoxide.ts';
import { describeDocumentStore } from './document-store.ts';

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

  describeDocumentStore('dynamo', async () => {
    const table = `documents-${++tables}`;
    await createTable(client, table);
    return new DynamoDocumentStore(client, table);
  });
});
