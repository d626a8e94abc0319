// The tables of the template, created in whatever DynamoDB the service talks to.
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { Refusal } from './refusal.mjs';

/** What only AWS knows: backups and key management. */
const AWS_ONLY = ['PointInTimeRecoverySpecification', 'SSESpecification', 'TimeToLiveSpecification', 'Tags'];

export async function ensureTables(template, endpoint) {
  const client = new DynamoDBClient({ endpoint });
  const { TableNames: existing = [] } = await client.send(new ListTablesCommand({})).catch((error) => {
    throw new Refusal(`DynamoDB at ${endpoint} does not answer (${error.code ?? error.name}).`);
  });
  for (const { name, properties } of template.ofType('AWS::DynamoDB::Table')) {
    if (existing.includes(name)) continue;
    const wanted = Object.fromEntries(Object.entries(properties).filter(([key]) => !AWS_ONLY.includes(key)));
    await client.send(new CreateTableCommand(wanted));
    await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: name });
    const ttl = properties.TimeToLiveSpecification;
    if (ttl) await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: ttl }));
  }
  client.destroy();
}
