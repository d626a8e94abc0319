import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { RequestMeter } from '../../ports/request-meter.ts';
import { lostRace } from './conflicts.ts';
import { requestsKey } from './keys.ts';

/** One item a project, which is used again every minute: nothing is left to be tidied up. A process whose clock is behind counts in the minute of the others. */
export class DynamoRequestMeter implements RequestMeter {
  constructor(
    private readonly db: DynamoDBClient,
    private readonly table: string,
  ) {}

  async take(project: string, minute: number, most: number): Promise<boolean> {
    if (most < 1) return false;
    const more = () => this.update(project, 'SET n = n + :one', 'w >= :minute AND n < :most', { minute, most });
    const first = () => this.update(project, 'SET w = :minute, n = :one', 'attribute_not_exists(w) OR w < :minute', { minute });
    // Between the two somebody else may have been the first.
    return (await more()) || (await first()) || (await more());
  }

  private async update(
    project: string,
    UpdateExpression: string,
    ConditionExpression: string,
    values: Readonly<Record<string, number>>,
  ): Promise<boolean> {
    const figures = Object.entries({ one: 1, ...values }).map(([name, figure]) => [`:${name}`, { N: String(figure) }]);
    try {
      await this.db.send(
        new UpdateItemCommand({
          TableName: this.table,
          Key: requestsKey(project),
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues: Object.fromEntries(figures),
        }),
      );
      return true;
    } catch (error) {
      if (lostRace(error)) return false;
      throw error;
    }
  }
}
