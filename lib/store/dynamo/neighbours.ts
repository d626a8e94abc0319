import { type DynamoDBClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../ports/clock.ts';
import type { ItemReader } from './item-reader.ts';
import { type Item, isThere, READ, TTL } from './items.ts';
import { Remembered } from './remembered.ts';

/** Fewer are better fetched by their keys. */
export const MANY = 50;
/** Walking on is worth it while one in so many is wanted: a Query is charged for the bytes it passes, a BatchGet for at least four kilobytes of each item. */
const ONE_IN = 4;

/** Says of an item which write made it, and whether it is there still. */
const MARK = 'sk, w, #ttl';
const WHOLE = `${MARK}, ${READ}`;

/**
 * Reads many documents of one partition in a walk over them, and where most are known from before only the marks of the writes that made them; what has been written since is fetched.
 * Every read is of the table itself, consistent, and begun after it was asked for, so no answer is older than its question.
 */
export class Neighbours {
  private readonly remembered = new Remembered();

  constructor(
    private readonly db: DynamoDBClient,
    private readonly table: string,
    private readonly clock: Clock,
    private readonly items: ItemReader,
  ) {}

  /** @param places at least one @param parse the same for a partition each time @returns the documents that are there, by their places */
  async read<T>(partition: string, places: readonly string[], parse: (item: Item) => T): Promise<ReadonlyMap<string, T>> {
    const wanted = new Set(places);
    const found = new Map<string, T>();
    const left: string[] = [];
    const { items, until } = await this.walk(partition, wanted);
    for (const place of wanted) {
      const item = items.get(place);
      if (!item && place > until) left.push(place);
      if (!item || !isThere(item, this.clock.now())) continue;
      const doc = item.d ? this.remembered.keep(partition, place, item, parse(item)) : this.remembered.find<T>(partition, place, item);
      if (doc === undefined) left.push(place);
      else found.set(place, doc);
    }
    for (const item of (await this.items.many(left.map((place) => ({ pk: { S: partition }, sk: { S: place } })))).values()) {
      const place = item.sk?.S ?? '';
      found.set(place, this.remembered.keep(partition, place, item, parse(item)));
    }
    return found;
  }

  /** From the first to the last, for as long as enough is wanted of what comes by. @returns what was met, and how far it went */
  private async walk(
    partition: string,
    wanted: ReadonlySet<string>,
  ): Promise<{ readonly items: ReadonlyMap<string, Item>; readonly until: string }> {
    const [first = '', last = ''] = ends([...wanted]);
    const areKnown = this.remembered.count(partition, wanted) * 2 >= wanted.size;
    const items = new Map<string, Item>();
    let start: Item | undefined;
    for (;;) {
      const met = items.size;
      const answer: QueryCommandOutput = await this.db.send(
        new QueryCommand({
          TableName: this.table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ExpressionAttributeNames: TTL,
          ExpressionAttributeValues: { ':pk': { S: partition }, ':first': { S: first }, ':last': { S: last } },
          ProjectionExpression: areKnown ? MARK : WHOLE,
          Limit: wanted.size * 2,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      const { Items = [], LastEvaluatedKey } = answer;
      for (const item of Items) if (item.sk?.S !== undefined && wanted.has(item.sk.S)) items.set(item.sk.S, item);
      if (!LastEvaluatedKey) return { items, until: last };
      if ((items.size - met) * ONE_IN < Items.length) return { items, until: LastEvaluatedKey.sk?.S ?? '' };
      start = LastEvaluatedKey;
    }
  }
}

const ends = (places: readonly string[]) => [places.reduce((a, b) => (a < b ? a : b)), places.reduce((a, b) => (a > b ? a : b))];
