import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { TableUnavailable } from '../../../../lib/domain/kernel/table-unavailable.ts';
import { tellingWhenAway } from '../../../../lib/store/dynamo/unavailable.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** As the service's own, in less time. */
const requestHandler = { requestTimeout: 200, throwOnRequestTimeout: true };

/** What a client says of a table that answers like this. */
async function said(answer: RequestListener): Promise<unknown> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = tellingWhenAway(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, requestHandler }));
  const told = await client.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } })).catch((error: unknown) => error);
  client.destroy();
  server.close();
  server.closeAllConnections();
  return told;
}

const fault =
  (status: number, name: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'for reasons of its own' }));
  };

test.each([
  ['has no room', fault(500, 'InternalServerError')],
  ['is being replaced', fault(503, 'ServiceUnavailable')],
  ['says nothing', () => {}],
  ['is asked too much', fault(400, 'ProvisionedThroughputExceededException')],
] satisfies [string, RequestListener][])('a table that %s cannot be used', async (_, answer) => {
  expect(await said(answer)).toBeInstanceOf(TableUnavailable);
});

test('what is wrong with the request is no fault of the table', async () => {
  const told = await said(fault(400, 'ValidationException'));
  expect(told).not.toBeInstanceOf(TableUnavailable);
  expect(told).toMatchObject({ name: 'ValidationException' });
});
