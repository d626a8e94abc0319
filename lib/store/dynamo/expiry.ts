import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Documents, Kind, Sighting } from '../../domain/documents.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Expiry } from '../../ports/expiry.ts';
import { documentOf, IS_THERE, type Item, READ, secondOf, TTL } from './items.ts';
import { keyOf, partition } from './keys.ts';

const AT_ONCE = 16;

/**
 * Expires items by their `ttl`: one write unit per kilobyte, half of what a transaction takes, and the removal that follows is DynamoDB's own and costs nothing. Of
 * the index nothing has to go: what may expire is open no more.
 */
export class DynamoExpiry implements Expiry {
  constructor(
    private readonly db: DynamoDBClient,
    private readonly table: string,
  ) {}

  expire(kind: Kind, seen: readonly Sighting[], now: Instant): Promise<number> {
    return countHeld(seen, (one) =>
      this.db.send(
        new UpdateItemCommand({
          TableName: this.table,
          Key: keyOf(kind, one),
          UpdateExpression: 'SET #ttl = :now',
          ConditionExpression: `v = :seen AND ${IS_THERE}`,
          ExpressionAttributeNames: TTL,
          ExpressionAttributeValues: { ':now': secondOf(now), ':seen': { N: String(one.version) } },
        }),
      ),
    );
  }

  async remains<K extends Kind>(kind: K, project: string, now: Instant): Promise<readonly Documents[K][]> {
    const remains: Documents[K][] = [];
    for await (const items of this.expired(kind, project, now, READ)) remains.push(...items.map((item) => documentOf(kind, item)));
    return remains;
  }

  async clear(kind: Kind, project: string, now: Instant): Promise<number> {
    let cleared = 0;
    for await (const keys of this.expired(kind, project, now, 'pk, sk')) {
      cleared += await countHeld(keys, (Key) =>
        this.db.send(
          new DeleteItemCommand({
            TableName: this.table,
            Key,
            ConditionExpression: '#ttl <= :now',
            ExpressionAttributeNames: TTL,
            ExpressionAttributeValues: { ':now': secondOf(now) },
          }),
        ),
      );
    }
    return cleared;
  }

  private async *expired(kind: Kind, project: string, now: Instant, what: string): AsyncGenerator<readonly Item[]> {
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await this.db.send(
        new QueryCommand({
          TableName: this.table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          FilterExpression: '#ttl <= :now',
          ProjectionExpression: what,
          ExpressionAttributeNames: TTL,
          ExpressionAttributeValues: { ':pk': { S: partition(kind, project) }, ':now': secondOf(now) },
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      yield Items;
      start = LastEvaluatedKey;
    } while (start);
  }
}

/** So many at once, and how many of their conditions held. */
async function countHeld<T>(all: readonly T[], write: (one: T) => Promise<unknown>): Promise<number> {
  let held = 0;
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      try {
        await write(one);
        held++;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker));
  return held;
}
