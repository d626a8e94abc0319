import type { SQSClient } from '@aws-sdk/client-sqs';
import { clusteringVerbs } from '../../lib/app/clustering-verbs.ts';
import { facts } from '../../lib/composition/ask.ts';
import { stepAll } from '../../lib/composition/work.ts';
import { type Action, isFinal } from '../../lib/domain/action/action.ts';
import { WORK_QUEUES } from '../../lib/domain/action/work-queue.ts';
import type { Principal } from '../../lib/domain/identity/principal.ts';
import { fakeDriver } from '../../lib/drivers/fake/driver.ts';
import { cryptoRandom } from '../../lib/platform/crypto-random.ts';
import { sqsNudges } from '../../lib/platform/sqs-nudges.ts';
import { systemClock } from '../../lib/platform/system-clock.ts';
import { bareApp } from '../../lib/simulator/bare-app.ts';
import { demo } from '../../lib/simulator/tenants.ts';
import { inTurns } from '../../lib/store/in-turns.ts';
import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';

/** What the local stack does with its queues; JavaScript of its own. */
type Stack = {
  readonly mapQueue: (options: object) => () => void;
  readonly nextOf: (messages: object[], underway: Iterable<object>, count: number) => object[];
};
type Message = { readonly MessageId: string; readonly body: string; readonly Body: string; ReceiptHandle?: string };

const MOST_AT_ONCE = 20;
/** As the engine of a machine has it. */
const AT_ONCE = 3;
const SAMPLES = 60;

/**
 * What a project's small action waits for, counted in requests to a table that answers one at a time, as it is where everything shares one core: its own
 * requests, and those of others that are answered before its action has ended. The same on any machine, and no clock has a part in it.
 */
export async function countWaits({ mapQueue, nextOf }: Stack, takesTurns: boolean) {
  const raw = new MemoryDocumentStore();
  const served = { quiet: 0, busy: 0 };
  let turn: Promise<void> = Promise.resolve();
  const projectOf = (args: readonly unknown[]): keyof typeof served => (JSON.stringify(args).includes('"quiet"') ? 'quiet' : 'busy');
  const table = new Proxy(raw, {
    get: (of, name: keyof MemoryDocumentStore) => {
      const method = of[name];
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => {
        const answer = turn.then(async () => {
          served[projectOf(args)]++;
          await new Promise(setImmediate);
          return (method as (...all: unknown[]) => unknown).apply(of, args);
        });
        turn = answer.then(
          () => undefined,
          () => undefined,
        );
        return answer;
      };
    },
  });

  const store = takesTurns ? inTurns(table, AT_ONCE) : table;
  const queues = new Map<string, ReturnType<typeof makeQueue>>();
  let sent = 0;
  const client = {
    send: async ({ input }: { input: { QueueUrl: string; Entries: readonly { MessageBody: string }[] } }) => {
      for (const { MessageBody: body } of input.Entries) queues.get(input.QueueUrl)?.put({ MessageId: `m${sent++}`, body, Body: body });
      return {};
    },
  } as unknown as SQSClient;
  const nudges = sqsNudges(client, (queue) => queue, console.error);
  const driver = fakeDriver({ clock: systemClock });
  const app = bareApp({ store, clock: systemClock, nudges, drivers: () => driver, random: cryptoRandom, mostNodes: 10_000 });
  const stops = WORK_QUEUES.map((name) => {
    const queue = makeQueue(nextOf);
    queues.set(name, queue);
    return mapQueue({
      queue,
      receive: (of: typeof queue, count: number) => of.receive(count),
      invoke: (event: never) => stepAll(app, event, () => undefined),
      mapping: { batchSize: 10, maximumConcurrency: MOST_AT_ONCE, functionResponseType: 'ReportBatchItemFailures' },
      region: 'local',
      warn: console.error,
    });
  });

  const as = (projectId: string): Principal => ({ ...demo, userId: `user-${projectId}`, projectId });
  const verbs = clusteringVerbs(app, facts());
  const ended = async (asked: Promise<unknown>): Promise<void> => {
    const { actionId, fault } = (await asked) as { actionId?: string; fault?: { message: string } };
    if (actionId === undefined) throw new Error(fault?.message);
    const find = (): Action | undefined => raw.everything('action').find(({ id }) => id === actionId);
    for (let one = find(); !one || !isFinal(one.status); one = find()) await new Promise(setImmediate);
  };
  for (const name of ['quiet', 'busy']) {
    await verbs.createProfile(as(name), { name: 'fake', spec: { type: 'fake.node', version: '1.0', properties: {} } });
    await ended(verbs.createCluster(as(name), { name: 'web', profile: 'fake', desiredCapacity: 1 }));
  }
  const waits = async (isOver: (count: number) => boolean) => {
    const samples: { own: number; foreign: number }[] = [];
    for (let out = true; !isOver(samples.length); out = !out) {
      const before = { ...served };
      await ended(out ? verbs.scaleOut(as('quiet'), 'web', { count: 1 }) : verbs.scaleIn(as('quiet'), 'web', { count: 1 }));
      samples.push({ own: served.quiet - before.quiet, foreign: served.busy - before.busy });
    }
    return samples;
  };
  const alone = await waits((count) => count >= SAMPLES);
  let over = false;
  const busy = (async () => {
    const size = (number: number) =>
      ended(verbs.resizeCluster(as('busy'), 'web', { adjustmentType: 'EXACT_CAPACITY', number, strict: false }));
    await size(1_000);
    await size(1);
    over = true;
  })();
  const beside = await waits(() => over);
  await busy;
  for (const stop of stops) stop();
  const total = (samples: typeof alone) => samples.map(({ own, foreign }) => own + foreign).sort((a, b) => a - b);
  const at = (all: readonly number[], share: number) => all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0;
  const [lone, shared] = [total(alone), total(beside)];
  return { samples: beside.length, alone: at(lone, 0.95), p50: at(shared, 0.5), p95: at(shared, 0.95) };
}

/** As much of a queue as the local stack asks for. */
function makeQueue(nextOf: Stack['nextOf']) {
  let messages: Message[] = [];
  const inflightMessages = new Map<string, { message: Message & { sentTimestamp: number } }>();
  let ring = () => {};
  return {
    arn: 'arn',
    inflightMessages,
    get messages() {
      return messages;
    },
    put(message: Message) {
      messages.push(message);
      ring();
    },
    receive(count: number) {
      const next = nextOf(
        messages,
        [...inflightMessages.values()].map(({ message }) => message),
        count,
      ) as Message[];
      messages = messages.filter((message) => !next.includes(message));
      for (const message of next) {
        message.ReceiptHandle = message.MessageId;
        inflightMessages.set(message.MessageId, { message: Object.assign(message, { sentTimestamp: 0 }) });
      }
      return next;
    },
    deleteMessage: (handle: string) => void inflightMessages.delete(handle),
    waitForMessages: () =>
      new Promise<void>((resolve) => {
        ring = resolve;
      }),
  };
}
