import { type Action, isOpen } from '../../domain/action/action.ts';
import { workQueueOf } from '../../domain/action/work-queue.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Ref, Write } from '../../domain/documents.ts';
import { type Admission, admit, nextLook, type Patient } from '../../domain/health/admission.ts';
import {
  beginRound,
  isAbsent,
  isResting,
  isTaken,
  isUnobserved,
  PATIENCE,
  partOf,
  patientsAmong,
  slicesOf,
  suspectsPart,
} from '../../domain/health/round.ts';
import { isPolled } from '../../domain/health/rule.ts';
import { settle, type Verdict } from '../../domain/health/settle.ts';
import { callSuspects } from '../../domain/health/suspects.ts';
import { tellTurn } from '../../domain/health/tell-health.ts';
import { underWay, type Watch } from '../../domain/health/watch.ts';
import { after, type Instant } from '../../domain/kernel/time.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { assess } from './assess.ts';
import { fileRecoveries } from './file-recoveries.ts';
import { whenHealingResumes } from './healing-hours.ts';
import { wellAgain } from './well-again.ts';

/** Each is an action and a node, and beside them commit the watch, the cluster and an event. */
const MOST_AT_ONCE = 40;

/**
 * Looks after a cluster's health, as far as there is something to do: takes note of recoveries that have ended, begins the round that is due,
 * and recovers who may be recovered now.
 *
 * Safe to call at any time, from any number of workers, and to kill at any line: what it decides commits under the watch's version, together
 * with the recoveries themselves.
 */
export async function tendWatch(app: App, ref: Ref): Promise<void> {
  for (let more = true; more; ) more = (await untilCommitted(() => tendOnce(app, ref))) === 'more';
}

async function tendOnce(app: App, ref: Ref): Promise<'done' | 'more' | 'stale'> {
  const { store } = app;
  const watch = await store.get('watch', ref);
  if (!watch) return 'done';
  const [cluster, verdicts] = await Promise.all([store.get('cluster', ref), verdictsOf(store, watch)]);
  if (!cluster) return (await store.commit([{ remove: 'watch', doc: watch }])) === 'stale' ? 'stale' : 'done';

  const now = app.clock.now();
  const { watch: called, parts } = callSuspects(settle(watch, verdicts, now), now);
  const begun = beginRound(called, now);
  const isRound = begun.round !== watch.round;
  // A round finds out for itself who is ill, and then somebody looks.
  const looks = watch.enabled && (!isRound || hasBusiness(begun));
  const members = looks ? (await store.getMany('node', refsTo(cluster))).filter(({ clusterId }) => clusterId === cluster.id) : [];
  const resumes = looks ? await whenHealingResumes(app, cluster, now) : undefined;
  const resting = isResting(cluster) || resumes !== undefined;
  const pause =
    resumes === undefined ? ({ why: 'limit', until: after(now, PATIENCE) } as const) : ({ why: 'window', until: resumes } as const);
  const admitted = resting ? rest(begun, patientsAmong(members, cluster.id), pause) : admitAmong(app, begun, members, cluster, now);

  const healed = await wellAgain(app, watch.rule, cluster, members, admitted.begin, now);
  if (healed.length > 0) {
    await store.commit(healed.map((doc) => ({ put: 'node', doc })));
    // Whether that held or not, all is different now.
    return 'stale';
  }

  const next = { ...admitted.watch, dueAt: dueFor(watch, nextLook(admitted, now, !isPolled(watch.rule) && members.some(isAbsent)), now) };
  const assessed = looks && !isTaken(cluster) ? assess(cluster, members, next.breaker) : cluster;
  const told = tellTurn(assessed, watch.breaker, next, now);
  const filed = fileRecoveries(next, told.cluster, members, admitted.begin, now);
  const writes: Write[] = [
    ...(isSame(watch, admitted.watch, next) ? [] : [{ put: 'watch', doc: next } as const]),
    ...(filed.cluster === cluster ? [] : [{ put: 'cluster', doc: filed.cluster } as const]),
    ...filed.writes,
    ...told.writes,
  ];
  if (writes.length > 0 && (await store.commit(writes)) === 'stale') return 'stale';

  const { project, id } = watch;
  const slices = isRound && !isUnobserved(cluster) ? slicesOf(next, cluster.nodes.length) : [];
  await app.nudges.send([
    ...filed.actions.map((action) => ({ project, id: action.id, queue: workQueueOf(action.action) })),
    ...parts.map((ids) => ({ project, id, queue: 'health', kind: 'watch', part: suspectsPart(ids) }) as const),
    ...slices.map((slice) => ({ project, id, queue: 'health', kind: 'watch', part: partOf(slice) }) as const),
  ]);
  return admitted.begin.length === MOST_AT_ONCE ? 'more' : 'done';
}

/** What became of the recoveries under way. One that is nowhere to be found was removed, so it did not heal anybody. */
async function verdictsOf(store: DocumentStore, watch: Watch): Promise<readonly Verdict[]> {
  const { project } = watch;
  const open = underWay(watch);
  const actions = await store.getMany(
    'action',
    open.map(({ actionId }) => ({ project, id: actionId })),
  );
  const found = new Map(actions.map((action) => [action.id, action]));
  return open.flatMap(({ actionId }) => {
    const action = found.get(actionId);
    return action && isOpen(action) ? [] : [{ actionId, how: howOf(action) }];
  });
}

const howOf = (action: Action | undefined): Verdict['how'] =>
  action?.status === 'SUCCEEDED' ? 'succeeded' : action?.status === 'FAILED' ? 'failed' : 'stopped';

const refsTo = ({ project, nodes }: Cluster): Ref[] => nodes.map((id) => ({ project, id }));

/** Something beside polling is going on that members have to be seen for. */
const hasBusiness = (watch: Watch): boolean =>
  underWay(watch).length > 0 || watch.breaker.state !== 'closed' || Object.keys(watch.troubles).length > 0;

const admitAmong = (app: App, watch: Watch, members: readonly Node[], cluster: Cluster, now: Instant): Admission =>
  watch.enabled
    ? admit(watch, patientsAmong(members, cluster.id), members.length, now, () => newId(app), MOST_AT_ONCE)
    : { watch, begin: [], waiting: [], turned: undefined };

/** Nobody is recovered while the cluster is somebody else's, or at the wrong time; whoever waits is looked at again soon. */
const rest = (watch: Watch, patients: readonly Patient[], pause: Pick<Admission['waiting'][number], 'why' | 'until'>): Admission => ({
  watch,
  begin: [],
  waiting: patients.map((patient) => ({ ...patient, ...pause })),
  turned: undefined,
});

/** An alarm that rings early enough is left as it is: setting it costs a write. */
function dueFor({ dueAt }: Watch, wanted: Instant | null, now: Instant): Instant | null {
  return wanted !== null && dueAt !== null && dueAt > now && dueAt <= wanted ? dueAt : wanted;
}

const isSame = (before: Watch, admitted: Watch, next: Watch): boolean => admitted === before && next.dueAt === before.dueAt;
