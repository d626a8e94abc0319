import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { kindOf, MOST_WRITES, type Write } from '../../domain/documents.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Count } from '../../ports/document-store.ts';
import { lostRace, whyUncounted } from './conflicts.ts';
import { type Own, transactCount, transactItem } from './items.ts';
import { PROJECTS } from './keys.ts';

/** How often a count is tried again that only met another one. */
const MOST_MEETINGS = 12;
/** Milliseconds, at most: those who met should not meet again. */
const SHORTEST = 10;
const LONGEST = 400;

/** How writes get into the table: all of them or none. */
export class Commits {
  private readonly known = new Set<string>();

  constructor(
    private readonly db: DynamoDBClient,
    private readonly table: string,
    private readonly clock: Clock,
    private readonly own: Own = {},
  ) {}

  async commit(writes: readonly Write[]): Promise<'committed' | 'stale'> {
    if (writes.length > MOST_WRITES) throw new Error(`${writes.length} writes do not fit one transaction`);
    if (writes.length === 0) return 'committed';
    await this.remember(writes);
    const items = this.itemsOf(writes);
    const [only] = items;
    try {
      // One write needs no transaction, which costs twice the units.
      if (items.length === 1 && only?.Put) await this.db.send(new PutItemCommand(only.Put));
      else if (items.length === 1 && only?.Delete) await this.db.send(new DeleteItemCommand(only.Delete));
      else await this.db.send(new TransactWriteItemsCommand({ TransactItems: items }));
      return 'committed';
    } catch (error) {
      if (lostRace(error)) return 'stale';
      throw error;
    }
  }

  /** Two transactions that count for one project at the same moment cancel one another, though nothing of what they read has changed: then it is tried again. */
  async commitCounting(writes: readonly Write[], count: Count): Promise<'committed' | 'stale' | 'uncounted'> {
    if (writes.length >= MOST_WRITES) throw new Error(`${writes.length} writes and a count do not fit one transaction`);
    await this.remember(writes);
    const items = [...this.itemsOf(writes), transactCount(this.table, count)];
    for (let meetings = 0; meetings < MOST_MEETINGS; meetings++) {
      try {
        await this.db.send(new TransactWriteItemsCommand({ TransactItems: items }));
        return 'committed';
      } catch (error) {
        const why = whyUncounted(error);
        if (why === undefined) throw error;
        if (why !== 'contended') return why;
      }
      await sleep(Math.random() * Math.min(LONGEST, SHORTEST * 2 ** meetings));
    }
    return 'stale';
  }

  private itemsOf(writes: readonly Write[]): TransactWriteItem[] {
    const writing = { table: this.table, now: this.clock.now(), mark: randomBytes(6).toString('base64url'), ...this.own };
    return writes.map((write) => transactItem(writing, write));
  }

  /** A project is written down before its first document, so that an administrator's list never misses one. */
  private async remember(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      const { doc } = write;
      // What is given to somebody is where they look for it, and nothing that they own.
      if (this.known.has(doc.project) || kindOf(write) === 'share') continue;
      await this.db.send(new PutItemCommand({ TableName: this.table, Item: { pk: { S: PROJECTS }, sk: { S: doc.project } } }));
      this.known.add(doc.project);
    }
  }
}
