import { aodh } from './aodh.ts';
import { cloudwatch } from './cloudwatch.ts';
import { docker } from './docker.ts';
import { ec2 } from './ec2.ts';
import { ecs } from './ecs.ts';
import type { Reader } from './fact.ts';
import { heat } from './heat.ts';
import { node } from './node.ts';
import { nova } from './nova.ts';
import { stepfunctions } from './stepfunctions.ts';

/** What may be posted, by the last part of the path. */
export const POSTED: Readonly<Record<string, Reader>> = { nova, heat, aodh, docker, node };

/** What an event bus brings, by the event's own source and kind. On our own bus the detail is the message. */
export const BROUGHT: readonly { readonly name: string; readonly source: string; readonly detailType: string; readonly read: Reader }[] = [
  { name: 'ec2', source: 'aws.ec2', detailType: 'EC2 Instance State-change Notification', read: ec2 },
  { name: 'ecs', source: 'aws.ecs', detailType: 'ECS Task State Change', read: ecs },
  { name: 'cloudwatch', source: 'aws.cloudwatch', detailType: 'CloudWatch Alarm State Change', read: cloudwatch },
  // No bad news of a node, but news for a recovery that waits.
  { name: 'stepfunctions', source: 'aws.states', detailType: 'Step Functions Execution Status Change', read: stepfunctions },
  { name: 'docker', source: 'coppice.docker', detailType: 'Docker Event', read: (event, aside) => docker(detailOf(event), aside) },
  { name: 'node', source: 'coppice.node', detailType: 'Node Unhealthy', read: (event, aside) => node(detailOf(event), aside) },
];

const detailOf = (event: unknown): unknown =>
  typeof event === 'object' && event !== null && 'detail' in event ? (event as { readonly detail: unknown }).detail : undefined;
