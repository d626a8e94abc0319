import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Ref } from '../../domain/documents.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Due } from '../../ports/document-store.ts';
import { dueOf, type Item } from './items.ts';
import { alarmShards, physicalKey, refOf, runKey } from './keys.ts';

/** The one index: alarms that are set, and what others call by a name: nodes by their clouds', runs by ours. It lags behind the table by a moment. */
export class AlarmIndex {
  constructor(
    private readonly db: DynamoDBClient,
    private readonly table: string,
  ) {}

  async due(until: Instant, limit: number): Promise<readonly Due[]> {
    const rung = await Promise.all(
      alarmShards().map((shard) =>
        this.query({
          KeyConditionExpression: 'gsi1pk = :shard AND gsi1sk <= :until',
          ExpressionAttributeValues: { ':shard': { S: shard }, ':until': { N: String(until) } },
          Limit: limit,
        }),
      ),
    );
    return rung
      .flat()
      .sort((a, b) => Number(a.gsi1sk?.N) - Number(b.gsi1sk?.N))
      .slice(0, limit)
      .map(dueOf);
  }

  findByPhysicalId(physicalId: string): Promise<Ref | undefined> {
    return this.first(physicalKey(physicalId));
  }

  findRun(name: string): Promise<Ref | undefined> {
    return this.first(runKey(name));
  }

  private async first(place: string): Promise<Ref | undefined> {
    const [found] = await this.query({
      KeyConditionExpression: 'gsi1pk = :place',
      ExpressionAttributeValues: { ':place': { S: place } },
      Limit: 1,
    });
    return found && refOf(found);
  }

  private async query(asked: Partial<QueryCommandInput>): Promise<readonly Item[]> {
    const { Items = [] } = await this.db.send(new QueryCommand({ TableName: this.table, IndexName: 'alarms', ...asked }));
    return Items;
  }
}
