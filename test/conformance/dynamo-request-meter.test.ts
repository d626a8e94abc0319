import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { DynamoRequestMeter } from '../../lib/store/dynamo/request-meter.ts';
import { describeIf } from '../support/describe-if.ts';
import { createTable, type Dynoxide, dynamoClient, dynoxideMissing, startDynoxide } from '../support/dynoxide.ts';
import { describeRequestMeter } from './request-meter.ts';

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

  describeRequestMeter('dynamo', async () => {
    const table = `requests-${++tables}`;
    await createTable(client, table);
    return new DynamoRequestMeter(client, table);
  });
});
