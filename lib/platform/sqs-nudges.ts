import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';
import type { Duty } from '../domain/duty.ts';
import type { Seconds } from '../domain/kernel/time.ts';
import type { Nudge, Nudges, Queue } from '../ports/nudges.ts';

/** How many actions one message names: a worker steps them side by side, so this is also how many driver calls overlap. */
const PER_MESSAGE = 10;
const PER_BATCH = 10;

/** What a message says: which actions to look at, or which duties, with their kind. */
export type NudgeMessage = {
  readonly refs: readonly { readonly project: string; readonly id: string; readonly kind?: Duty; readonly part?: string }[];
};

/**
 * Nudges as SQS messages, many to a message and ten messages to a request. A message is about one project, which is its group: SQS serves first who has least under
 * way, so that a project with a thousand of them does not keep another waiting.
 *
 * One that cannot be sent is reported and forgotten: alarms find what it was about.
 */
export function sqsNudges(client: SQSClient, urlOf: (queue: Queue) => string, report: (error: unknown) => void): Nudges {
  async function sendTo(queue: Queue, nudges: readonly Nudge[], delay: Seconds): Promise<void> {
    const unique = [...new Map(nudges.map((nudge) => [`${nudge.id} ${dutyOf(nudge).kind} ${dutyOf(nudge).part}`, refTo(nudge)])).values()];
    const messages = [...groupBy(unique, ({ project }) => project)].flatMap(([project, refs]) =>
      slices(refs, PER_MESSAGE).map((some) => ({ project, refs: some })),
    );
    const entries = messages.map(
      ({ project, refs }, i): SendMessageBatchRequestEntry => ({
        Id: String(i % PER_BATCH),
        MessageGroupId: project,
        MessageBody: JSON.stringify({ refs } satisfies NudgeMessage),
        ...(delay > 0 && { DelaySeconds: delay }),
      }),
    );
    for (const Entries of slices(entries, PER_BATCH)) {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: urlOf(queue), Entries }));
      if (Failed.length > 0) report(new Error(`${Failed.length} nudges were not taken: ${Failed[0]?.Message}`));
    }
  }
  return {
    async send(nudges, delay = 0 as Seconds) {
      await Promise.all([...groupBy(nudges, ({ queue }) => queue)].map(([queue, some]) => sendTo(queue, some, delay).catch(report)));
    },
  };
}

const dutyOf = (nudge: Nudge): { readonly kind?: Duty; readonly part?: string } =>
  'kind' in nudge ? { kind: nudge.kind, ...(nudge.part !== undefined && { part: nudge.part }) } : {};
const refTo = (nudge: Nudge) => ({ project: nudge.project, id: nudge.id, ...dutyOf(nudge) });

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const slices = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
