import { WORK_QUEUES } from '../domain/action/work-queue.ts';
import { DUTY_QUEUES } from '../domain/duty.ts';
import { announcing } from '../platform/announce.ts';
import type { Services } from '../ports/services.ts';
import { sqsClient } from './clients.ts';
import type { Config } from './config.ts';
import { outgoing } from './outgoing.ts';

/** What actions may ask of others than the clouds, in this installation. */
export function services(settings: Config): Services {
  const ours = new Set([...WORK_QUEUES, ...DUTY_QUEUES].map((queue) => nameOf(settings.queueUrl(queue))));
  return { announce: announcing({ outgoing: outgoing(), sqs: sqsClient(), isOurs: (url) => ours.has(nameOf(url)) }) };
}

const nameOf = (queueUrl: string): string => queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
