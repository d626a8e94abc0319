import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { after, type Instant, type Seconds, seconds } from '../domain/kernel/time.ts';
import type { Queue } from '../ports/nudges.ts';
import type { Chance } from './chance.ts';

export type Letter = {
  readonly queue: Queue;
  readonly body: string;
  readonly at: Instant;
  /** How often it was delivered. */
  readonly times: number;
};

/** What is delivered more often than this lies with the dead letters, as infra/queues.yml has it. */
const MOST_DELIVERIES = 5;
const HOUR = 3_600;

const POISON = [
  'not JSON at all',
  '{"refs":"none"}',
  '{"version":99,"refs":[{"project":"demo"}]}',
  '{"refs":[{"project":"demo","id":"00000000-0000-8000-8000-000000000000"}]}',
  '{"refs":[{"project":"demo","id":"x","kind":"soothsayer"}]}',
  `{"refs":[],"more":"${'x'.repeat(2_000)}"}`,
];

export type PostFacts = {
  readonly chance: Chance;
  readonly now: () => Instant;
  /** Whether nobody is told of this action before its alarm has rung; absent where everybody is. */
  readonly isDeaf: ((id: string) => boolean) | undefined;
};

/** All queues of the service. What is sent is delivered, or lost, doubled, late and out of order. */
export class Post {
  private letters: Letter[] = [];

  constructor(private readonly facts: PostFacts) {}

  /** Takes a message, and perhaps delivers it. */
  take(queue: Queue, body: string, delay: Seconds): void {
    const { chance, now } = this.facts;
    const at = after(now(), delay);
    if (chance.strikes('F05', 5) || isDeafTo(body, this.facts.isDeaf)) return;
    this.put({ queue, body, at: chance.strikes('F04', 7) ? after(at, this.lateness()) : at, times: 0 });
    if (chance.strikes('F02', 7)) {
      for (let copies = 1 + chance.roll(4); copies > 0; copies--)
        this.put({ queue, body, at: after(at, seconds(chance.chance(6) ? chance.roll(4 * HOUR) : chance.roll(3) * 40)), times: 0 });
    }
    if (chance.strikes('F12', 60)) this.put({ queue, body: POISON[chance.roll(POISON.length)] ?? '', at, times: 0 });
  }

  /** Who was to see to them is dead, or failed: they come again, until they have too often. */
  again(letters: readonly Letter[]): void {
    const at = after(this.facts.now(), seconds(30));
    for (const letter of letters) if (letter.times + 1 < MOST_DELIVERIES) this.put({ ...letter, at, times: letter.times + 1 });
  }

  hasReady(): boolean {
    const now = this.facts.now();
    return this.letters.some(({ at }) => at <= now);
  }

  /** When the last of all letters is there. */
  get latest(): number {
    return Math.max(0, ...this.letters.map(({ at }) => at));
  }

  /** A batch of one queue's letters, in whatever order. */
  batch(): readonly Letter[] {
    const { chance, now } = this.facts;
    const ready = this.letters.filter(({ at }) => at <= now());
    const first = chance.strikes('F03', 2) ? ready[chance.roll(ready.length)] : ready[0];
    const size = chance.isOver ? 10 : 1 + chance.roll(4);
    const batch = [first, ...ready.filter((letter) => letter !== first && letter.queue === first?.queue)].slice(0, size) as Letter[];
    this.letters = this.letters.filter((letter) => !batch.includes(letter));
    return batch;
  }

  /** The queues as a client of AWS reaches them. @param sent after a request was taken, before its answer is there */
  client(sent: () => Promise<void>, alive: () => void): SQSClient {
    const send = async ({ input }: { readonly input: { readonly QueueUrl: Queue; readonly Entries: readonly Entry[] } }) => {
      alive();
      for (const { MessageBody, DelaySeconds = 0 } of input.Entries) this.take(input.QueueUrl, MessageBody, seconds(DelaySeconds));
      await sent();
      return {};
    };
    // Nothing else of the client is used by who sends nudges.
    return { send } as unknown as SQSClient;
  }

  private lateness(): Seconds {
    const { chance } = this.facts;
    return seconds(chance.chance(12) ? chance.roll(12 * HOUR) : chance.roll(120));
  }

  private put(letter: Letter): void {
    this.letters.push(letter);
  }
}

function isDeafTo(body: string, isDeaf: PostFacts['isDeaf']): boolean {
  if (!isDeaf) return false;
  const { refs } = JSON.parse(body) as { readonly refs: readonly { readonly id: string }[] };
  return refs.every(({ id }) => isDeaf(id));
}

type Entry = { readonly MessageBody: string; readonly DelaySeconds?: number };

/** Letters as a function gets them. */
export const eventOf = (letters: readonly Letter[]): SQSEvent =>
  ({ Records: letters.map(({ body }, i) => ({ messageId: String(i), body })) }) as unknown as SQSEvent;
