import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Documents, Kind, Ref, Write } from '../../domain/documents.ts';
import { isId, orderOf } from '../../domain/kernel/ids.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Count, CountingStore, Due, Page } from '../../ports/document-store.ts';
import { AlarmIndex } from './alarm-index.ts';
import { Commits } from './commits.ts';
import { ItemReader, MOST_READS } from './item-reader.ts';
import { documentOf, IS_THERE, type Item, type Own, READ, secondOf, TTL } from './items.ts';
import { keyOf, PROJECTS, partition } from './keys.ts';
import { MANY, Neighbours } from './neighbours.ts';
import { nameOf, ReadBatch } from './read-batch.ts';
import { SharedTurn } from './shared-turn.ts';

/** Documents on one DynamoDB table. Every read is of the table itself and consistent, but for `due`. */
export class DynamoDocumentStore implements CountingStore {
  private readonly index: AlarmIndex;
  private readonly commits: Commits;
  private readonly items: ItemReader;
  private readonly neighbours: Neighbours;
  private readonly lists = new SharedTurn();
  private readonly reads = new ReadBatch(
    MOST_READS,
    (key) => this.items.one(key),
    (keys) => this.items.many(keys),
  );

  constructor(
    private readonly db: DynamoDBClient,
    private readonly table: string,
    private readonly clock: Clock,
    private readonly own: Own = {},
  ) {
    this.index = new AlarmIndex(db, table);
    this.commits = new Commits(db, table, clock, own);
    this.items = new ItemReader(db, table, clock);
    this.neighbours = new Neighbours(db, table, clock, this.items);
  }

  async get<K extends Kind>(kind: K, ref: Ref): Promise<Documents[K] | undefined> {
    const item = await this.reads.read(keyOf(kind, ref));
    return item && documentOf(kind, item, this.own.shapes);
  }

  async getMany<K extends Kind>(kind: K, refs: readonly Ref[]): Promise<readonly Documents[K][]> {
    const [first, another] = new Set(refs.map(({ project }) => project));
    const parse = (item: Item) => documentOf(kind, item, this.own.shapes);
    if (first !== undefined && another === undefined && refs.length >= MANY) {
      const places = refs.map(({ id }) => orderOf(id));
      const docs = await this.neighbours.read(partition(kind, first), places, parse);
      return places.flatMap((place) => docs.get(place) ?? []);
    }
    const keys = refs.map((ref) => keyOf(kind, ref));
    const found = await this.items.many(unique(keys));
    return keys.flatMap((key) => {
      const item = found.get(nameOf(key));
      return item ? [parse(item)] : [];
    });
  }

  list<K extends Kind>(
    kind: K,
    project: string,
    page: { readonly after?: string | undefined; readonly limit?: number | undefined } = {},
  ): Promise<Page<Documents[K]>> {
    return this.lists.share(`${kind}\n${project}\n${page.after}\n${page.limit}`, () => this.readList(kind, project, page));
  }

  private async readList<K extends Kind>(
    kind: K,
    project: string,
    page: { readonly after?: string | undefined; readonly limit?: number | undefined },
  ): Promise<Page<Documents[K]>> {
    const { after, limit = Number.POSITIVE_INFINITY } = page;
    const items: Item[] = [];
    let start: Item | undefined =
      after === undefined ? undefined : { pk: { S: partition(kind, project) }, sk: { S: isId(after) ? orderOf(after) : after } };
    // What has expired counts before it is left out: the more of it there is, the more is looked at.
    for (let room = limit; items.length < limit; room *= 4) {
      const { Items = [], LastEvaluatedKey } = await this.query(kind, project, {
        ...(Number.isFinite(limit) && { Limit: room }),
        ...(start && { ExclusiveStartKey: start }),
        ProjectionExpression: READ,
        FilterExpression: IS_THERE,
      });
      items.push(...Items);
      start = LastEvaluatedKey;
      if (!start) break;
    }
    const documents = items.slice(0, limit).map((item) => documentOf(kind, item, this.own.shapes));
    return { items: documents, last: start || items.length > limit ? documents.at(-1)?.id : undefined };
  }

  async find<K extends Kind>(kind: K, project: string, text: string): Promise<readonly Documents[K][]> {
    const items: Item[] = [];
    let start: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.query(
        kind,
        project,
        { FilterExpression: `(n = :text OR begins_with(id, :text)) AND ${IS_THERE}`, ...(start && { ExclusiveStartKey: start }) },
        { ':text': { S: text } },
      );
      items.push(...Items);
      start = LastEvaluatedKey;
    } while (start);
    const named = items.filter((item) => item.n?.S === text);
    return (named.length > 0 ? named : items).slice(0, 2).map((item) => documentOf(kind, item, this.own.shapes));
  }

  commit(writes: readonly Write[]): Promise<'committed' | 'stale'> {
    return this.commits.commit(writes);
  }

  commitCounting(writes: readonly Write[], count: Count): Promise<'committed' | 'stale' | 'uncounted'> {
    return this.commits.commitCounting(writes, count);
  }

  due(until: Instant, limit: number): Promise<readonly Due[]> {
    return this.index.due(until, limit);
  }

  findByPhysicalId(physicalId: string): Promise<Ref | undefined> {
    return this.index.findByPhysicalId(physicalId);
  }

  findRun(name: string): Promise<Ref | undefined> {
    return this.index.findRun(name);
  }

  async projects(): Promise<readonly string[]> {
    const { Items = [] } = await this.db.send(
      new QueryCommand({
        TableName: this.table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: PROJECTS } },
      }),
    );
    return Items.flatMap((item) => item.sk?.S ?? []);
  }

  private query(kind: Kind, project: string, more: Partial<QueryCommandInput>, values: Item = {}) {
    return this.db.send(
      new QueryCommand({
        TableName: this.table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ...more,
        ExpressionAttributeNames: TTL,
        ExpressionAttributeValues: { ':pk': { S: partition(kind, project) }, ':now': secondOf(this.clock.now()), ...values },
      }),
    );
  }
}

/** A batch names no key twice. */
const unique = (keys: readonly Item[]): Item[] => [...new Map(keys.map((key) => [nameOf(key), key])).values()];
