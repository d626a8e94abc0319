import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';

// One of each per process, whichever functions share it. Endpoints come from AWS_ENDPOINT_URL_<SERVICE>, which the clients read themselves.

let dynamo: DynamoDBClient | undefined;
export function dynamoClient(): DynamoDBClient {
  dynamo ??= new DynamoDBClient({ maxAttempts: 5 });
  return dynamo;
}

let sqs: SQSClient | undefined;
/** Queue URLs name hosts that do not always resolve where the service runs; the endpoint is what counts. */
export function sqsClient(): SQSClient {
  sqs ??= new SQSClient({ useQueueUrlAsEndpoint: false });
  return sqs;
}
