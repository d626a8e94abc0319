import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TableUnavailable } from '../../domain/kernel/table-unavailable.ts';

/** What the client still says after all its tries, and has nothing to do with what was asked. */
const PASSING = new Set([
  'InternalServerError',
  'ServiceUnavailable',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TimeoutError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** @returns the client, which from now on throws `TableUnavailable` where it is not the request's fault that it got no answer */
export function tellingWhenAway(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw isPassing(error) ? new TableUnavailable({ cause: error }) : error;
      }
    },
    { step: 'initialize', name: 'tellingWhenAway', priority: 'high' },
  );
  return client;
}

/** Asks for no class: what the system refuses may come from another realm. */
function isPassing(error: unknown): error is { readonly message: string } {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  return PASSING.has(String(name)) || PASSING.has(String(code));
}
