// Counts, and times of this machine: what ringing the bells costs with many schedules stored and few due, and how a burst is worked off. Run by bench.mjs.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { App } from '../../lib/app/app.ts';
import { ringAlarms } from '../../lib/app/engine/ring-alarms.ts';
import { stepAction } from '../../lib/app/engine/step-action.ts';
import { fireSchedule } from '../../lib/app/schedules/fire-schedule.ts';
import type { Write } from '../../lib/domain/documents.ts';
import { makeId, mix } from '../../lib/domain/kernel/ids.ts';
import { after, type Instant, instant, seconds } from '../../lib/domain/kernel/time.ts';
import { sqsNudges } from '../../lib/platform/sqs-nudges.ts';
import { systemClock } from '../../lib/platform/system-clock.ts';
import { DynamoDocumentStore } from '../../lib/store/dynamo/document-store.ts';
import { aSchedule } from '../support/a-schedule.ts';
import { aCluster, PROJECT } from '../support/documents.ts';
import { createTable, startDynoxide } from '../support/dynoxide.ts';
import { MemoryService } from '../support/memory-service.ts';
import { type Counts, meter, queues } from './units.ts';

const STORED = 10_000;
const PER_COMMIT = 100;
const FAR = instant(Date.UTC(2036, 0));

const id = (kind: string, i: number, at: Instant): string => makeId(at, 0, { high: mix(`${kind}${i}`, 1), low: mix(`${kind}${i}`, 2) });

/** @returns by how many are due: the cost of a ringing, and of all that comes of it */
export async function countSchedules(): Promise<Record<string, unknown>> {
  const dynoxide = await startDynoxide();
  try {
    return await measure(dynoxide.endpoint);
  } finally {
    await dynoxide.stop();
  }
}

async function measure(endpoint: string): Promise<Record<string, unknown>> {
  const db = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
  await createTable(db, 'schedules');
  const counts: Counts = { writes: 0, reads: 0, requests: 0, queueRequests: 0 };
  meter(db, counts);
  const { waiting, client } = queues(counts);
  const store = new DynamoDocumentStore(db, 'schedules', systemClock);
  const clock = new MemoryService(instant(Date.UTC(2026, 10, 20, 11, 59, 30)));
  const app: App = { ...clock.app, store, nudges: sqsNudges(client, (queue: string) => queue, console.error) };
  await fill(store, clock.now);

  const rows: Record<string, unknown> = {};
  for (const due of [0, 10, 100, 1_000]) {
    const noon = after(clock.now, seconds(30));
    await hurry(store, due, noon);
    Object.assign(counts, { writes: 0, reads: 0, requests: 0, queueRequests: 0 });
    const before = performance.now();
    await ringAlarms(app, { ahead: seconds(60) });
    const rung = performance.now();
    const tick = { ms: Math.round(rung - before), requests: counts.requests, reads: counts.reads };
    clock.now = noon;
    await workOff(app, waiting);
    const done = Math.round(performance.now() - rung);
    const fires = (await store.list('schedule', PROJECT)).items.reduce((sum, { fires }) => sum + fires, 0);
    rows[`${due} of ${STORED} schedules due`] = { tick, fired: fires, 'worked off in ms': done };
    clock.now = after(noon, seconds(3_600));
  }
  return rows;
}

async function fill(store: DynamoDocumentStore, now: Instant): Promise<void> {
  const writes = Array.from({ length: STORED }, (_, i): Write[] => [
    {
      put: 'schedule',
      doc: aSchedule({ id: id('schedule', i, now), target: id('cluster', i % 1_000, now), cron: '0 12 1 1 *', next: FAR, dueAt: FAR }),
    },
    ...(i < 1_000 ? [{ put: 'cluster', doc: aCluster({ id: id('cluster', i, now), version: 0 }) } as const] : []),
  ]).flat();
  for (let i = 0; i < writes.length; i += PER_COMMIT) await store.commit(writes.slice(i, i + PER_COMMIT));
}

/** Makes the first so many due. */
async function hurry(store: DynamoDocumentStore, due: number, at: Instant): Promise<void> {
  const items = due === 0 ? [] : (await store.list('schedule', PROJECT, { limit: due })).items;
  const writes = items.map((doc): Write => ({ put: 'schedule', doc: { ...doc, cron: null, at, next: at, dueAt: at, fires: 0 } }));
  for (let i = 0; i < writes.length; i += PER_COMMIT) await store.commit(writes.slice(i, i + PER_COMMIT));
}

/** As Lambda does: ten messages of ten at a time. */
async function workOff(app: App, waiting: { readonly queue: string; readonly body: string }[]): Promise<void> {
  while (waiting.length > 0) {
    const refs = waiting
      .splice(0, 10)
      .flatMap(({ queue, body }) => (JSON.parse(body).refs as { project: string; id: string }[]).map((ref) => ({ ...ref, queue })));
    await Promise.all(
      refs.map(async (ref) => {
        if (ref.queue === 'duty') await fireSchedule(app, ref);
        else await app.nudges.send(await stepAction(app, ref));
      }),
    );
  }
}
