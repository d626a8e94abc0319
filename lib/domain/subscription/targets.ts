import { type Fault, permanent } from '../kernel/fault.ts';
import type { Target } from './subscription.ts';

/** The ARN a target of AWS is named by. */
export const arnOf = (target: Exclude<Target, { readonly type: 'webhook' }>): string =>
  target.type === 'sqs' ? target.queue : target.type === 'sns' ? target.topic : target.bus;

const SHAPES = {
  sqs: { member: 'queue', shape: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}(\.fifo)?$/ },
  sns: { member: 'topic', shape: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/ },
  eventbridge: { member: 'bus', shape: /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/[A-Za-z0-9._/-]{1,256}$/ },
} as const;

/**
 * Whether the operator lets a project's events go there. They go with the service's own rights, so nobody may choose freely.
 *
 * @param allowed ARNs, with `*` for any text and `{project}` for the id of the project
 */
export function refuseTarget(target: Target, project: string, allowed: readonly string[]): Fault | undefined {
  if (target.type === 'webhook') return undefined;
  const { member, shape } = SHAPES[target.type];
  const arn = arnOf(target);
  if (!shape.test(arn)) return permanent('subscription.target.invalid', `The target's ${member} '${arn}' is not the ARN of one.`);
  if (allowed.some((pattern) => matches(pattern.replaceAll('{project}', project), arn))) return undefined;
  return permanent('subscription.target.refused', `The operator of this service lets no events of this project go to '${arn}'.`);
}

/** @param pattern with `*` for any text */
export const matches = (pattern: string, arn: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(arn);
