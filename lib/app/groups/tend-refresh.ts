import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Ref, Write } from '../../domain/documents.ts';
import { childId } from '../../domain/kernel/ids.ts';
import { after, type Instant, seconds } from '../../domain/kernel/time.ts';
import type { Batch } from '../../domain/refresh/batch.ts';
import { isOver, type Refresh } from '../../domain/refresh/refresh.ts';
import { ceased, type Outcome } from '../../domain/refresh/settle.ts';
import { type Turn, turnOf } from '../../domain/refresh/turn.ts';
import { type App, untilCommitted } from '../app.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import { alarmOf, membersOf } from './refreshing.ts';

/** Seconds that a message is sent ahead: what is due later has its alarm. */
const SOON = 60;
/** How soon what was refused is asked for again. */
const RETRY = seconds(30);

/**
 * Takes a refresh as far as it will go now. What replaces members is filed in one commit with the refresh that remembers it.
 *
 * Safe to call at any time, from any number of workers, and to kill at any line.
 */
export async function tendRefresh(app: App, ref: Ref): Promise<void> {
  for (let more = true; more; ) more = (await untilCommitted(() => tendOnce(app, ref))) === 'more';
}

async function tendOnce(app: App, ref: Ref): Promise<'done' | 'more' | 'stale'> {
  const { store } = app;
  const refresh = await store.get('refresh', ref);
  if (!refresh || isOver(refresh)) return 'done';
  const now = app.clock.now();
  const cluster = await store.get('cluster', { project: refresh.project, id: refresh.clusterId });
  if (!cluster) return rest(app, refresh, undefined, ceased(refresh, 'The group is gone.', now), now);
  if ((await app.standings?.of(refresh)) === 'lost') return rest(app, refresh, cluster, ceased(refresh, LOST, now), now);
  const [nodes, batch, alarm] = await Promise.all([
    membersOf(app, cluster),
    refresh.batch === null ? undefined : store.get('action', { project: refresh.project, id: refresh.batch }),
    alarmOf(app, refresh),
  ]);
  const turn = turnOf(refresh, { cluster, nodes, batch, alarm }, now);
  return turn.kind === 'rest' ? rest(app, refresh, cluster, turn, now) : replace(app, refresh, cluster, turn, now);
}

const LOST = 'Whoever started it may not ask for anything in its project any more.';

type Rest = { readonly next: Refresh; readonly outcome?: Outcome };

/** It waits, it turns back or it is over. */
async function rest(
  app: App,
  refresh: Refresh,
  cluster: Cluster | undefined,
  turn: Rest,
  now: Instant,
): Promise<'done' | 'more' | 'stale'> {
  const { next, outcome } = turn;
  if (!outcome && isSame(refresh, next, now)) return 'done';
  const made = cluster && outcome ? await makeOf(app, refresh, cluster, outcome) : [];
  if ((await app.store.commit([{ put: 'refresh', doc: next }, ...made])) === 'stale') return 'stale';
  if (next.dueAt !== null && next.dueAt <= now) return 'more';
  await remind(app, next, now);
  return 'done';
}

/** What the cluster makes from now on, and what its group says of that. Where somebody has chosen otherwise since, it stays theirs. */
async function makeOf({ store }: App, { groupId, aim }: Refresh, cluster: Cluster, { make, becomes }: Outcome): Promise<readonly Write[]> {
  const writes: Write[] = [];
  const isOurs = cluster.profileId === aim.profileId;
  if (isOurs && make.profileId !== cluster.profileId) writes.push({ put: 'cluster', doc: { ...cluster, profileId: make.profileId } });
  const group = becomes ? await store.get('group', { project: cluster.project, id: groupId }) : undefined;
  if (group && group.clusterId === cluster.id) writes.push({ put: 'group', doc: { ...group, launch: make.launch } });
  return writes;
}

async function replace(
  app: App,
  { id, user, batches, forward, stuckSince }: Refresh,
  cluster: Cluster,
  { next, batch }: Extract<Turn, { readonly kind: 'replace' }>,
  now: Instant,
): Promise<'done' | 'stale'> {
  const actionId = childId(id, 'batch', batches, forward.since);
  const filed = await fileAction(app, {
    action: uponCluster(cluster, {
      id: actionId,
      user,
      action: 'CLUSTER_REPLACE_NODES',
      inputs: { nodes: [...batch.ids], count: batch.count, launch_first: batch.launchFirst },
      origin: { by: 'refresh', id, reason: `An instance refresh of the group ${doneBy(batch)}.` },
    }),
    cluster,
    writes: [{ put: 'refresh', doc: { ...next, batch: actionId } }],
  });
  if (filed === 'stale') return 'stale';
  if (filed.kind === 'filed') return 'done';
  const trouble = filed.fault.message;
  const refused = { ...next, batches, reason: trouble, trouble, stuckSince: stuckSince ?? now, dueAt: after(now, RETRY) };
  if ((await app.store.commit([{ put: 'refresh', doc: refused }])) === 'stale') return 'stale';
  await remind(app, refused, now);
  return 'done';
}

const doneBy = ({ ids, count }: Batch): string =>
  ids.length > 0 ? `replaced ${ids.length} of its instances` : `launched ${count} that it lacked`;

/** One message begets one, and only by whoever has moved it: others find nothing to do. */
async function remind({ nudges }: App, { project, id, dueAt }: Refresh, now: Instant): Promise<void> {
  const wait = dueAt === null ? Number.POSITIVE_INFINITY : Math.max(0, Math.ceil((dueAt - now) / 1000));
  if (wait < SOON) await nudges.send([{ project, id, queue: 'duty', kind: 'refresh' }], seconds(wait));
}

/** An alarm that will ring is left as it is: setting it costs a write. */
function isSame(refresh: Refresh, next: Refresh, now: Instant): boolean {
  const rings = refresh.dueAt !== null && refresh.dueAt > now && next.dueAt !== null && !isOver(next);
  return rings && JSON.stringify({ ...next, dueAt: null }) === JSON.stringify({ ...refresh, dueAt: null });
}
