// Counts, and times of this machine: a round over a large cluster, and the way from bad news to a recovery that is stored. Run by bench.mjs.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { App } from '../../lib/app/app.ts';
import { takeMessage } from '../../lib/app/health/notifications.ts';
import { watchOver } from '../../lib/app/health/watch-over.ts';
import type { Cluster } from '../../lib/domain/cluster/cluster.ts';
import type { Node } from '../../lib/domain/cluster/node.ts';
import type { Write } from '../../lib/domain/documents.ts';
import type { HealthRule } from '../../lib/domain/health/rule.ts';
import { makeId, mix } from '../../lib/domain/kernel/ids.ts';
import { instant, seconds } from '../../lib/domain/kernel/time.ts';
import { fakeCloud, physicalIdOf, vanish } from '../../lib/drivers/fake/cloud.ts';
import { fakeDriver } from '../../lib/drivers/fake/driver.ts';
import { sqsNudges } from '../../lib/platform/sqs-nudges.ts';
import { systemClock } from '../../lib/platform/system-clock.ts';
import { DynamoDocumentStore } from '../../lib/store/dynamo/document-store.ts';
import { aCluster, aNode, aProfile, PROJECT } from '../support/documents.ts';
import { createTable, startDynoxide } from '../support/dynoxide.ts';
import { MemoryService } from '../support/memory-service.ts';
import { aRule, aWatch } from '../support/watches.ts';
import { type Counts, meter, queues } from './units.ts';

const LARGE = 1_000;
const LOST = 30;
const EVENTS = 200;
const PER_COMMIT = 100;
const AN_HOUR_AGO = instant(Date.now() - 3_600_000);

const id = (kind: string, i: number): string => makeId(AN_HOUR_AGO, i, { high: mix(`${kind}${i}`, 1), low: mix(`${kind}${i}`, 2) });

export async function countHealth(): Promise<Record<string, string>> {
  const dynoxide = await startDynoxide();
  try {
    return await measure(dynoxide.endpoint);
  } finally {
    await dynoxide.stop();
  }
}

async function measure(endpoint: string): Promise<Record<string, string>> {
  const db = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
  await createTable(db, 'health');
  const counts: Counts = { writes: 0, reads: 0, requests: 0, queueRequests: 0 };
  meter(db, counts);
  const { waiting, client } = queues(counts);
  const store = new DynamoDocumentStore(db, 'health', systemClock);
  const cloud = fakeCloud();
  const driver = fakeDriver({ clock: systemClock, cloud });
  const nudges = sqsNudges(client, (queue: string) => queue, console.error);
  const app: App = { ...new MemoryService().app, store, clock: systemClock, drivers: () => driver, nudges };
  await store.commit([{ put: 'profile', doc: aProfile() }]);

  const large = await fill(store, 'large', LARGE, aRule({ settling: seconds(60) }));
  const clear = () => Object.assign(counts, { writes: 0, reads: 0, requests: 0, queueRequests: 0 });
  const round = async (): Promise<number> => {
    await ring(store, large);
    clear();
    const before = performance.now();
    await watchOver(app, large);
    await workOff(app, waiting);
    return (performance.now() - before) / 1000;
  };
  await round();
  const well = await round();
  const wellCost = `${counts.writes} write units, ${counts.reads} read units, ${counts.queueRequests} queue requests`;
  for (const node of (await store.list('node', PROJECT, { limit: LOST })).items) vanish(cloud, node.physicalId ?? '');
  const ill = await round();

  const some = await fill(store, 'some', EVENTS, {
    ...aRule(),
    modes: [{ type: 'LIFECYCLE_EVENTS' }],
    limit: { kind: 'count', number: EVENTS },
  });
  const taken: number[] = [];
  for (let i = 0; i < EVENTS; i++) {
    const message = { node_id: id('some', i + 1), project_id: PROJECT, gone: true, at: new Date().toISOString() };
    const before = performance.now();
    const reception = await takeMessage(app, { installation: 'bench', account: '0' }, 'node', message, undefined);
    if (reception !== 'taken') throw new Error(`bad news was ${reception}`);
    taken.push(performance.now() - before);
    if (i % 20 === 19) await forget(store, some);
  }
  taken.sort((a, b) => a - b);
  const at = (q: number) => `${(taken[Math.floor(q * (taken.length - 1))] ?? 0).toFixed(1)}`;
  return {
    [`a health round over ${LARGE} fake nodes, all well`]: `${well.toFixed(2)} s, ${wellCost}`,
    [`the same with ${LOST} lost, until their recoveries are stored`]: `${ill.toFixed(2)} s`,
    [`from bad news to a stored recovery, in a cluster of ${EVENTS}`]: `p50 ${at(0.5)} p99 ${at(0.99)} ms`,
  };
}

/** A cluster of fake nodes that were made an hour ago, and its watch. */
async function fill(store: DynamoDocumentStore, name: string, size: number, rule: HealthRule): Promise<Cluster> {
  const nodes = Array.from({ length: size }, (_, i): Node => {
    const nodeId = id(name, i + 1);
    const token = id(`${name} maker`, i);
    const times = { initAt: AN_HOUR_AGO, createdAt: AN_HOUR_AGO, updatedAt: AN_HOUR_AGO };
    return aNode({
      id: nodeId,
      clusterId: id(name, 0),
      index: i + 1,
      name: `${name}-${i}`,
      token,
      physicalId: physicalIdOf(token),
      ...times,
      version: 0,
    });
  });
  const sizes = { nodes: nodes.map((node) => node.id), desiredCapacity: size };
  const cluster = aCluster({ id: id(name, 0), name, ...sizes, version: 0 });
  const breaker = { ...rule.breaker, share: 100 };
  const writes: Write[] = [
    { put: 'cluster', doc: cluster },
    { put: 'watch', doc: aWatch({ id: cluster.id, rule: { ...rule, breaker }, version: 0 }) },
    ...nodes.map((doc) => ({ put: 'node', doc }) as const),
  ];
  for (let i = 0; i < writes.length; i += PER_COMMIT) await store.commit(writes.slice(i, i + PER_COMMIT));
  return cluster;
}

/** Its next round is now. */
async function ring(store: DynamoDocumentStore, cluster: Cluster): Promise<void> {
  const watch = await store.get('watch', cluster);
  const now = systemClock.now();
  if (watch) await store.commit([{ put: 'watch', doc: { ...watch, nextRound: now, dueAt: now } }]);
}

/** As if the recoveries so far had long been over, so that each event meets the same cluster. */
async function forget(store: DynamoDocumentStore, cluster: Cluster): Promise<void> {
  const watch = await store.get('watch', cluster);
  const locked = await store.get('cluster', cluster);
  if (watch && locked)
    await store.commit([
      { put: 'watch', doc: { ...watch, recoveries: [], troubles: {} } },
      { put: 'cluster', doc: { ...locked, lock: cluster.lock } },
    ]);
}

/** As Lambda does: a message of ten parts at a time, several messages side by side. */
async function workOff(app: App, waiting: { readonly queue: string; readonly body: string }[]): Promise<void> {
  while (waiting.length > 0) {
    const refs = waiting
      .splice(0, 10)
      .filter(({ queue }) => queue === 'health')
      .flatMap(({ body }) => JSON.parse(body).refs as { project: string; id: string; part?: string }[]);
    await Promise.all(refs.map(({ part, ...ref }) => watchOver(app, ref, part)));
  }
}
