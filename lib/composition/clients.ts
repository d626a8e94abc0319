import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';

// One of each per process, whichever functions share it. Endpoints come from AWS_ENDPOINT_URL_<SERVICE>, which the clients read themselves.

/** A logger that has no methods: without one to call, the clients do not describe every request and answer to it, which costs as much as sending them. */
const SILENCE = {} as NonNullable<DynamoDBClientConfig['logger']>;

let dynamo: DynamoDBClient | undefined;
export function dynamoClient(): DynamoDBClient {
  dynamo ??= new DynamoDBClient({ maxAttempts: 5, logger: SILENCE });
  return dynamo;
}

let sqs: SQSClient | undefined;
/** Queue URLs name hosts that do not always resolve where the service runs; the endpoint is what counts. */
export function sqsClient(): SQSClient {
  sqs ??= new SQSClient({ useQueueUrlAsEndpoint: false, logger: SILENCE });
  return sqs;
}
