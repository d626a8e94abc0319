import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { freePort } from './scratch-service.ts';

export type Dynoxide = { readonly endpoint: string; readonly stop: () => Promise<void> };

const binary = (): string | undefined => {
  try {
    return createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  } catch {
    return undefined;
  }
};

/** For `describeIf`: why there is no embedded DynamoDB here, or undefined when there is. */
export const dynoxideMissing = (): string | undefined =>
  binary() ? undefined : `no embedded DynamoDB for ${process.platform}-${process.arch}: @dynoxide/linux-x64 is not installed`;

/** An empty DynamoDB, in memory, on a port of its own. It dies with this process if nobody stops it. */
export async function startDynoxide(): Promise<Dynoxide> {
  const path = binary();
  if (!path) throw new Error(dynoxideMissing());
  const port = await freePort();
  const child = spawn(path, ['serve', '--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  const endpoint = `http://127.0.0.1:${port}`;
  const client = dynamoClient(endpoint);
  for (let tries = 0; ; tries++) {
    try {
      await client.send(new ListTablesCommand({}));
      break;
    } catch (error) {
      if (tries === 200 || child.exitCode !== null) throw error;
      await sleep(25);
    }
  }
  client.destroy();
  return {
    endpoint,
    stop: async () => {
      process.off('exit', kill);
      kill();
      await gone;
    },
  };
}

export const dynamoClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });

/** The table as infra/table.yml declares it. */
export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'gsi1pk', AttributeType: 'S' },
        { AttributeName: 'gsi1sk', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'alarms',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] },
        },
      ],
    }),
  );
  await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } }));
}
