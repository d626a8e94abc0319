import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { tellingWhenAway } from '../store/dynamo/unavailable.ts';

// One of each per process, whichever functions share it. Endpoints come from AWS_ENDPOINT_URL_<SERVICE>, which the clients read themselves.

const ignore = (): void => {};

/** A logger without `info`: having none to call, the clients do not describe every request and answer to it, which costs as much as making them. */
const QUIET = { trace: ignore, debug: ignore, warn: ignore, error: ignore } as NonNullable<DynamoDBClientConfig['logger']>;

/** What a request goes through is put together once per kind of request, since nobody changes it: a tenth of what the service costs while it works. */
const SETTLED = { logger: QUIET, cacheMiddleware: true };

/** Two tries fit into what a service promises to answer within. Without `throwOnRequestTimeout` a silent server would only be complained of. */
const IN_TIME = { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true };

/** Of a table that says nothing four tries are over before the gateway gives up after 29 seconds, so that whoever asks hears of it. A table on a busy laptop takes a second now and then. */
const TABLE_IN_TIME = { maxAttempts: 4, requestHandler: { ...IN_TIME, requestTimeout: 6_000 } };

let dynamo: DynamoDBClient | undefined;
export function dynamoClient(): DynamoDBClient {
  dynamo ??= tellingWhenAway(new DynamoDBClient({ ...TABLE_IN_TIME, ...SETTLED }));
  return dynamo;
}

let sqs: SQSClient | undefined;
/** Queue URLs name hosts that do not always resolve where the service runs; the endpoint is what counts. */
export function sqsClient(): SQSClient {
  sqs ??= new SQSClient({ useQueueUrlAsEndpoint: false, requestHandler: { ...IN_TIME }, ...SETTLED });
  return sqs;
}

let eventBridge: EventBridgeClient | undefined;
export function eventBridgeClient(): EventBridgeClient {
  eventBridge ??= new EventBridgeClient({ logger: QUIET, requestHandler: { ...IN_TIME } });
  return eventBridge;
}

let stepFunctions: SFNClient | undefined;
export function stepFunctionsClient(): SFNClient {
  stepFunctions ??= new SFNClient({ logger: QUIET, maxAttempts: 2, requestHandler: { ...IN_TIME } });
  return stepFunctions;
}
