import type { Node } from '../cluster/node.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';

/** Of an instance that was launched by itself: what it keeps of that, beside its zone. */
export type Run = {
  /** `r-` and 17 hexadecimal digits, which all of a launch have. */
  readonly reservation: string;
  /** Its place among them, from 0. */
  readonly index: number;
  readonly token?: string | undefined;
  /** Where somebody named it. */
  readonly subnet?: string | undefined;
};

/** What a node has in its data. Where it runs is written like a placement policy writes it. */
export const runData = (zone: string, { reservation, index, token, subnet }: Run): JsonObject => ({
  placement: { zone },
  run: { reservation, index, ...(token !== undefined && { token }), ...(subnet !== undefined && { subnet }) },
});

export function runOf({ data }: Pick<Node, 'data'>): Run | undefined {
  const run = data.run;
  if (!isJsonObject(run) || typeof run.reservation !== 'string') return undefined;
  const { reservation, index, token, subnet } = run;
  return {
    reservation,
    index: typeof index === 'number' ? index : 0,
    ...(typeof token === 'string' && { token }),
    ...(typeof subnet === 'string' && { subnet }),
  };
}
