import { BatchGetItemCommand, type BatchGetItemCommandOutput, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../ports/clock.ts';
import { type Item, isThere, READ, TTL } from './items.ts';
import { nameOf } from './read-batch.ts';

/** What one BatchGet takes. */
export const MOST_READS = 100;

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

  /** @param keys none twice @returns by the names of their keys */
  async many(keys: readonly Item[]): Promise<Map<string, Item>> {
    const slices = Array.from({ length: Math.ceil(keys.length / MOST_READS) }, (_, i) => keys.slice(i * MOST_READS, (i + 1) * MOST_READS));
    const found = await Promise.all(slices.map((slice) => this.batch(slice)));
    return new Map(found.flat().map((item) => [nameOf(item), item]));
  }

  private async batch(keys: readonly Item[]): Promise<readonly Item[]> {
    const found: Item[] = [];
    const what = { ConsistentRead: true, ProjectionExpression: `pk, sk, w, ${READ}, #ttl`, ExpressionAttributeNames: TTL };
    let left: Item[] | undefined = [...keys];
    while (left && left.length > 0) {
      const request = new BatchGetItemCommand({ RequestItems: { [this.table]: { Keys: left, ...what } } });
      const answer: BatchGetItemCommandOutput = await this.db.send(request);
      const items = answer.Responses?.[this.table] ?? [];
      found.push(...items.filter((item) => isThere(item, this.clock.now())));
      left = answer.UnprocessedKeys?.[this.table]?.Keys;
    }
    return found;
  }
}
