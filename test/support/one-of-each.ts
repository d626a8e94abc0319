import { advanceJournal } from '../../lib/app/journal/advance-journal.ts';
import { leavesTombstones } from '../../lib/app/retention/leaves-tombstones.ts';
import { newCircuit, opened } from '../../lib/domain/circuit/circuit.ts';
import { counted, sheetId } from '../../lib/domain/health/tally.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import { linkTo, usageOf } from '../../lib/domain/permission/use.ts';
import { NOTHING } from '../../lib/domain/quota/limits.ts';
import { recounted } from '../../lib/domain/quota/usage.ts';
import { newRecord } from '../../lib/domain/request/request.ts';
import { SCAVENGING, withRun } from '../../lib/domain/retention/scavenging.ts';
import { leased, settle } from '../../lib/domain/subscription/delivery.ts';
import { idOf, PROJECT } from './documents.ts';
import { furnish, GUEST, somebody } from './furnished.ts';
import { furnishGroups } from './group-requests.ts';
import type { MemoryService } from './memory-service.ts';
import { furnishMonitoring } from './monitoring-requests.ts';

/** Stores a document of every kind there is, each by what makes it in the service. */
export async function storeOneOfEach(service: MemoryService): Promise<void> {
  const { app, store, verbs } = service;
  const now = app.clock.now();
  const things = await furnish(service);
  await furnishGroups(service, PROJECT, 'shop');
  await furnishMonitoring(service, PROJECT);

  await advanceJournal(app, { project: PROJECT });
  await verbs.followEvents(somebody(PROJECT), { filters: {}, wait: seconds(0), reader: 'stream' });
  await verbs.updateProjectRetention(somebody('root', 'admin'), PROJECT, {
    rules: [{ kind: 'event', max_age: 604_800, keep_failed: 'forever', disposition: 'delete' }],
  });

  const subscription = await store.get('subscription', { project: PROJECT, id: things.subscription });
  if (!subscription) throw new Error('nobody is told');
  const failure = { eventId: things.event, letter: false, at: now, position: 1, reason: 'It answered 500.' };
  const { letter } = settle(
    { ...leased(subscription, now), maxAttempts: 1 },
    { era: 0, cursor: 0, delivered: false, redelivered: [], failure },
    1,
    now,
  );
  if (!letter) throw new Error('nothing was given up');

  const used = { id: things.profile, project: PROJECT };
  const run = {
    startedAt: now,
    endedAt: now,
    outcome: 'done',
    kinds: { event: { archived: 2, expired: 2, held: 1 } },
    faults: [],
  } as const;
  await store.commit([
    { put: 'letter', doc: letter },
    { put: 'tally', doc: counted(undefined, PROJECT, sheetId(3), 'docker', 'taken', now) },
    {
      put: 'request',
      doc: { ...newRecord(idOf('request'), PROJECT, 'a digest', now), effects: [{ kind: 'cluster', id: things.cluster, made: true }] },
    },
    { put: 'circuit', doc: opened(newCircuit('container.dockerinc.docker-1.0', now), 'connect ECONNREFUSED', now) },
    { put: 'link', doc: linkTo(used, GUEST) },
    { put: 'usage', doc: usageOf(used, GUEST) },
    { put: 'quota', doc: { ...recounted(PROJECT, undefined, { ...NOTHING, clusters: 2, nodes: 4 }, now), limits: { clusters: 20 } } },
    { put: 'scavenging', doc: withRun(await store.get('scavenging', SCAVENGING), run) },
  ]);
  const gone = await store.get('node', { project: PROJECT, id: things.node });
  if (gone) await leavesTombstones(store, ['node'], app.clock).commit([{ remove: 'node', doc: gone }]);
}
