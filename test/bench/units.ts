// Counts, not times: what one node costs in DynamoDB units and SQS requests, from the capacity the table reports. Run by bench.mjs.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { App } from '../../lib/app/app.ts';
import { clusteringVerbs } from '../../lib/app/clustering-verbs.ts';
import { ringAlarms } from '../../lib/app/engine/ring-alarms.ts';
import { stepAction } from '../../lib/app/engine/step-action.ts';
import { callsJournal } from '../../lib/app/journal/calls-journal.ts';
import { dischargeJournal } from '../../lib/app/journal/discharge-journal.ts';
import { ProfileNames } from '../../lib/app/profiles/profile-names.ts';
import { counting } from '../../lib/app/quotas/counting.ts';
import { ask } from '../../lib/composition/ask.ts';
import type { Principal } from '../../lib/domain/identity/principal.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import { DEFAULT_LIMITS } from '../../lib/domain/policy/policy-type.ts';
import { profileTypes } from '../../lib/domain/profile/catalogue.ts';
import { type Limits, NO_LIMITS } from '../../lib/domain/quota/limits.ts';
import { fakeDriver } from '../../lib/drivers/fake/driver.ts';
import { cronCalendar } from '../../lib/platform/cron-calendar.ts';
import { cryptoRandom } from '../../lib/platform/crypto-random.ts';
import { type NudgeMessage, sqsNudges } from '../../lib/platform/sqs-nudges.ts';
import { systemClock } from '../../lib/platform/system-clock.ts';
import { memoryReception } from '../../lib/simulator/outside/mailboxes.ts';
import { nowhere } from '../../lib/simulator/outside/nowhere.ts';
import { plainSealing } from '../../lib/simulator/outside/plain-sealing.ts';
import { DynamoDocumentStore } from '../../lib/store/dynamo/document-store.ts';
import { whyNotInputs } from '../../lib/wire/senlin/ask.ts';
import { createTable, startDynoxide } from '../support/dynoxide.ts';

/** Limits that are met by nobody, and counted all the same. */
const QUOTAS: Limits = { ...NO_LIMITS, clusters: 1_000_000, nodes: 1_000_000, actions: 1_000_000 };
const RECEIVED_AT_ONCE = 10;
const caller: Principal = {
  userId: 'u',
  userName: 'u',
  projectId: 'p',
  projectName: 'p',
  domainId: null,
  roles: ['member'],
  isAdmin: false,
  canWrite: true,
};

export type Counts = { writes: number; reads: number; requests: number; queueRequests: number };

/** A table that says what each request cost, added up. */
export function meter(client: DynamoDBClient, counts: Counts): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const result = await next(args);
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: unknown };
      const units = [ConsumedCapacity]
        .flat()
        .reduce((sum: number, c) => sum + ((c as { CapacityUnits?: number } | undefined)?.CapacityUnits ?? 0), 0);
      const writes =
        /^(Put|Update|Delete|TransactWrite|BatchWrite)/.test(args.constructor.name) ||
        'Item' in args.input ||
        'TransactItems' in args.input;
      counts[writes ? 'writes' : 'reads'] += units;
      counts.requests++;
      return result;
    },
    { step: 'initialize' },
  );
}

/** Queues in an array, worked off as Lambda works them off: ten messages at a time. */
export function queues(counts: Counts) {
  const waiting: { readonly queue: string; readonly body: string }[] = [];
  const client = {
    async send({
      input,
    }: {
      readonly input: { readonly QueueUrl: string; readonly Entries: readonly { readonly MessageBody: string }[] };
    }) {
      counts.queueRequests++;
      waiting.push(...input.Entries.map(({ MessageBody }) => ({ queue: input.QueueUrl, body: MessageBody })));
      return {};
    },
  };
  return { waiting, client: client as unknown as SQSClient };
}

async function drain(app: App, waiting: { readonly queue: string; readonly body: string }[], counts: Counts): Promise<void> {
  for (let first = waiting[0]; first; first = waiting[0]) {
    const { queue } = first;
    const batch = waiting.filter((message) => message.queue === queue).slice(0, RECEIVED_AT_ONCE);
    for (const message of batch) waiting.splice(waiting.indexOf(message), 1);
    counts.queueRequests += 2; // receive, delete
    const refs = batch.flatMap(({ body }) => (JSON.parse(body) as NudgeMessage).refs);
    const unique = [...new Map(refs.map((ref) => [ref.id, ref])).values()];
    const steps = unique.map(async (ref) => (ref.kind === 'journal' ? number(app, ref).then(() => []) : stepAction(app, ref)));
    await app.nudges.send((await Promise.all(steps)).flat());
  }
}

/** With a bus that takes everything. */
const number = dischargeJournal({ publish: async () => 'taken' });

/** @returns units and requests for each thing a cluster does, divided by the nodes it did it to */
export async function countUnits(): Promise<Record<string, unknown>> {
  const dynoxide = await startDynoxide();
  try {
    return await measureAll(dynoxide.endpoint);
  } finally {
    await dynoxide.stop();
  }
}

async function measureAll(endpoint: string): Promise<Record<string, unknown>> {
  const db = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
  await createTable(db, 'units');
  const counts: Counts = { writes: 0, reads: 0, requests: 0, queueRequests: 0 };
  meter(db, counts);
  const { waiting, client } = queues(counts);
  const nudges = sqsNudges(client, (queue: string) => queue, console.error);
  const store = callsJournal(counting(new DynamoDocumentStore(db, 'units', systemClock), systemClock, QUOTAS), nudges, systemClock);
  const driver = fakeDriver({ clock: systemClock });
  const app: App = {
    store,
    drivers: () => driver,
    clock: systemClock,
    nudges,
    mostNodes: 10_000,
    margin: seconds(5),
    random: cryptoRandom,
    outgoing: nowhere,
    reception: memoryReception(),
    sealing: plainSealing,
    profileNames: new ProfileNames(store, systemClock),
    profileTypes,
    policyLimits: DEFAULT_LIMITS,
    defaultTimeout: seconds(3600),
    calendar: cronCalendar,
    scheduleFloor: seconds(60),
    ask,
    whyNotInputs,
  };
  const verbs = clusteringVerbs(app, { paths: { compile: () => undefined, all: () => undefined }, shapeNode: () => ({}), host: 'bench' });
  const spec = { type: 'fake.node', version: '1.0', properties: {} };
  await verbs.createProfile(caller, { name: 'fake', spec });

  const measure = async (work: () => Promise<unknown>, per: number) => {
    Object.assign(counts, { writes: 0, reads: 0, requests: 0, queueRequests: 0 });
    await work();
    await drain(app, waiting, counts);
    return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number((count / per).toFixed(3))]));
  };
  const rows: Record<string, unknown> = {};
  for (const size of [1, 10, 100, 1000]) {
    const name = `c${size}`;
    rows[`create ${size}, per node`] = await measure(
      () => verbs.createCluster(caller, { name, profile: 'fake', desiredCapacity: size }),
      size,
    );
    rows[`delete ${size}, per node`] = await measure(
      () => verbs.resizeCluster(caller, name, { adjustmentType: 'EXACT_CAPACITY', number: 0, strict: true }),
      size,
    );
  }
  const tick = await measure(() => ringAlarms(app), 1);
  rows['idle service, an hour of alarms'] = {
    reads: Number(tick.reads) * 60,
    requests: Number(tick.requests) * 60,
    writes: Number(tick.writes) * 60,
  };
  return rows;
}
