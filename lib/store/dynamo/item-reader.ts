import { BatchGetItemCommand, type BatchGetItemCommandOutput, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../ports/clock.ts';
import { type Item, isThere, READ, TTL } from './items.ts';
import { nameOf } from './read-batch.ts';

/** Reads items by their keys, consistently; what has expired is not there. */
export class ItemReader {
  constructor(
    private readonly db: DynamoDBClient,
    private readonly table: string,
    private readonly clock: Clock,
  ) {}

  async one(key: Item): Promise<Item | undefined> {
    const what = { ConsistentRead: true, ProjectionExpression: `${READ}, #ttl`, ExpressionAttributeNames: TTL };
    const { Item: item } = await this.db.send(new GetItemCommand({ TableName: this.table, Key: key, ...what }));
    return item && isThere(item, this.clock.now()) ? item : undefined;
  }

  /** At most a hundred, none twice. @returns by the names of their keys */
  async many(keys: readonly Item[]): Promise<Map<string, Item>> {
    const found = new Map<string, Item>();
    const what = { ConsistentRead: true, ProjectionExpression: `pk, sk, ${READ}, #ttl`, ExpressionAttributeNames: TTL };
    let left: Item[] | undefined = [...keys];
    while (left && left.length > 0) {
      const request = new BatchGetItemCommand({ RequestItems: { [this.table]: { Keys: left, ...what } } });
      const answer: BatchGetItemCommandOutput = await this.db.send(request);
      const items = answer.Responses?.[this.table] ?? [];
      for (const item of items) if (isThere(item, this.clock.now())) found.set(nameOf(item), item);
      left = answer.UnprocessedKeys?.[this.table]?.Keys;
    }
    return found;
  }
}
