import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { z } from 'zod';
import type { Instant } from '../../../domain/kernel/time.ts';
import type { Key } from './keys.ts';

/** Raised when an item's shape changes; `read` then turns the older shapes into the new one. */
const SCHEMA_VERSION = 1;

type Stored<T> = { readonly doc: T; readonly version: number };
type Item = Record<string, AttributeValue>;
type New = { readonly key: Key; readonly doc: unknown };

const keyOf = ({ pk, sk }: Key): Item => ({ pk: { S: pk }, sk: { S: sk } });

const itemOf = (key: Key, doc: unknown, version: number, expiresAt?: Instant): Item => ({
  ...keyOf(key),
  d: { S: JSON.stringify(doc) },
  v: { N: String(version) },
  sv: { N: String(SCHEMA_VERSION) },
  // Whole seconds, rounded up: the table may remove it late, but never while it is good.
  ...(expiresAt !== undefined && { ttl: { N: String(Math.ceil(expiresAt / 1000)) } }),
});

function read<T>(schema: z.ZodType<T>, item: Item): Stored<T> {
  const { pk, d, v, sv } = item;
  if (Number(sv?.N) !== SCHEMA_VERSION) throw new Error(`identity item ${pk?.S} has schema version ${sv?.N}`);
  return { doc: schema.parse(JSON.parse(d?.S ?? '')), version: Number(v?.N) };
}

/** How often a transaction that met another one on the same items is tried again. */
const PATIENCE = 5;

/** Documents as items of the one table: `d` the document, `v` its version, `sv` the version of its shape, `ttl` when it may go. */
export function identityItems(client: DynamoDBClient, table: string) {
  return {
    async get<T>(schema: z.ZodType<T>, key: Key): Promise<Stored<T> | undefined> {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true }));
      return Item && read(schema, Item);
    },

    async list<T>(schema: z.ZodType<T>, { pk, sk }: Key): Promise<readonly T[]> {
      const docs: T[] = [];
      let from: Item | undefined;
      do {
        const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
            ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: sk } },
            ExclusiveStartKey: from,
          }),
        );
        docs.push(...(page.Items ?? []).map((item) => read(schema, item).doc));
        from = page.LastEvaluatedKey;
      } while (from);
      return docs;
    },

    /** Whatever is there is replaced. */
    async put(key: Key, doc: unknown, expiresAt?: Instant): Promise<void> {
      await client.send(new PutItemCommand({ TableName: table, Item: itemOf(key, doc, 1, expiresAt) }));
    },

    /** @param version what must be there now; 0 for nothing */
    async putIf(key: Key, doc: unknown, version: number, expiresAt: Instant): Promise<'put' | 'stale'> {
      const Item = itemOf(key, doc, version + 1, expiresAt);
      const condition =
        version === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 'v = :seen', ExpressionAttributeValues: { ':seen': { N: String(version) } } };
      try {
        await client.send(new PutItemCommand({ TableName: table, Item, ...condition }));
        return 'put';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'stale';
        throw error;
      }
    },

    /** Changes a document that exists. Loses the race with whoever removes it, and then does not bring it back. */
    async replace(key: Key, doc: unknown): Promise<void> {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: keyOf(key),
            UpdateExpression: 'SET d = :d, sv = :sv ADD v :one',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':d': { S: JSON.stringify(doc) }, ':sv': { N: String(SCHEMA_VERSION) }, ':one': { N: '1' } },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    /** All of them, or none because one of the keys is taken: of two who want the same name, one gets it. */
    async addAll(items: readonly New[]): Promise<'added' | 'taken'> {
      const TransactItems = items.map(({ key, doc }) => ({
        Put: { TableName: table, Item: itemOf(key, doc, 1), ConditionExpression: 'attribute_not_exists(pk)' },
      }));
      for (let tries = 1; ; tries++) {
        try {
          await client.send(new TransactWriteItemsCommand({ TransactItems }));
          return 'added';
        } catch (error) {
          if (!(error instanceof TransactionCanceledException)) throw error;
          const reasons = error.CancellationReasons?.map(({ Code }) => Code) ?? [];
          if (reasons.includes('ConditionalCheckFailed')) return 'taken';
          // Another transaction was on the same items at that moment: next time it will be over, one way or the other.
          if (!reasons.includes('TransactionConflict') || tries >= PATIENCE) throw error;
        }
      }
    },

    async remove(key: Key): Promise<void> {
      await client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(key) }));
    },

    async removeAll(keys: readonly Key[]): Promise<void> {
      const TransactItems = keys.map((key) => ({ Delete: { TableName: table, Key: keyOf(key) } }));
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
    },
  };
}

export type IdentityItems = ReturnType<typeof identityItems>;
