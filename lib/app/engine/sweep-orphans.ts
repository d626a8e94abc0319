import type { Instant, Seconds } from '../../domain/kernel/time.ts';
import { found, type Orphan, orphanId } from '../../domain/orphan/orphan.ts';
import { isAllowed, newSweep, type Sweep, sweepId, tooMany } from '../../domain/orphan/sweep.ts';
import { tellOrphan } from '../../domain/orphan/tell-orphan.ts';
import type { Driver, Owned } from '../../ports/driver.ts';
import { untilCommitted } from '../app.ts';
import { type Pricing, priceOrphan } from '../orphans/price-orphan.ts';
import { removeOrphan } from '../orphans/remove-orphan.ts';
import type { Engine } from './engine.ts';
import { type Judged, judge } from './judge-resources.ts';

export type SweepRules = {
  /** How long an orphan is listed before it is removed. */
  readonly grace: Seconds;
  /** Percent of the resources that may be removed at once. */
  readonly share: number;
};
export type Swept = {
  readonly found: readonly string[];
  readonly removed: readonly string[];
  readonly failed: readonly string[];
  /** Why nothing was removed. */
  readonly halted?: string;
  /** As it stands afterwards; absent when the driver could not tell. */
  readonly sweep?: Sweep;
  /** All that the driver listed, and when it was asked; absent when it could not tell. */
  readonly inventory?: { readonly resources: readonly Owned[]; readonly askedAt: Instant };
};
type Sweeping = Pick<Engine, 'store' | 'clock'> & Pick<Pricing, 'prices'>;
type Sweeper = Pick<Driver, 'list' | 'remove'> & Partial<Pick<Driver, 'inspect'>>;
type Judging = typeof judge;

/** What a deletion has left is nobody's to find: it is listed until its load balancer lets it go. */
const isKnown = ({ profileType, reason }: Orphan, type: string): boolean => profileType === type && reason !== 'left-behind';

/**
 * Lists what nobody remembers, and removes what has been listed for long enough: resources with our genuine mark whose node is gone, or has another
 * resource by now, and whose making is over.
 *
 * A cloud can finish a request its client gave up on long ago; no order of writes can prevent that, so somebody has to look. Safe to call at any time,
 * from any number of workers, and to kill at any line.
 *
 * @param judging says of each what the table knows of it
 */
export async function sweepOrphans(
  engine: Sweeping,
  profileType: string,
  driver: Sweeper,
  rules: SweepRules,
  judging: Judging = judge,
): Promise<Swept> {
  const { store, clock } = engine;
  const askedAt = clock.now();
  const answer = await driver.list();
  if (answer.kind === 'fault') {
    await note(engine, profileType, () => ({ fault: answer.fault.message }));
    return { found: [], removed: [], failed: [answer.fault.message] };
  }
  const listed = answer.resources.map((resource) => ({ ...resource, profileType }));
  const lists = await Promise.all((await store.projects()).map(async (project) => (await store.list('orphan', project)).items));
  const known = new Map(lists.flat().flatMap((orphan) => (isKnown(orphan, profileType) ? [[orphan.id, orphan] as const] : [])));
  const judged = await judging(engine, listed, known);

  const fresh: string[] = [];
  const standing: Orphan[] = [];
  for (const one of judged) {
    const before = known.get(orphanId(one.listed));
    const orphan = await enlisted(engine, driver, one, before, rules.grace);
    if (orphan) standing.push(orphan);
    if (orphan && !before) fresh.push(orphan.physicalId);
  }
  const still = new Set(listed.map(orphanId));
  const ids = new Set(standing.map(({ id }) => id));
  // What is not there any more, or is somebody's again. Stale: somebody is at it, and the next sweep sees what came of that.
  const over = [...known.values()].filter(({ id, status }) => !ids.has(id) && !(status === 'ADOPTED' && still.has(id)));
  for (const doc of over) await store.commit([{ remove: 'orphan', doc }]);

  const now = clock.now();
  const due = standing.filter(({ status, removeAt }) => status !== 'REMOVING' && removeAt !== null && removeAt <= now);
  const sweep = (await store.get('sweep', { project: newSweep(profileType).project, id: sweepId(profileType) })) ?? newSweep(profileType);
  const proven = listed.filter(({ proof }) => proof === 'signed').length;
  const reason = isAllowed(sweep, due.length, now) ? undefined : tooMany(due, proven, rules.share);
  const mayGo = [...standing.filter(({ status }) => status === 'REMOVING'), ...(reason === undefined ? due : [])];
  if (reason !== undefined) for (const orphan of due) await hold(engine, orphan, reason);

  const removed: string[] = [];
  const failed: string[] = [];
  for (const orphan of mayGo) {
    const outcome = await removeOrphan(engine, driver, orphan, judged.find(({ listed: l }) => orphanId(l) === orphan.id)?.maker);
    if (outcome?.kind === 'ok') removed.push(orphan.physicalId);
    // What is still on its way out is looked at again by the next sweep.
    else if (outcome?.kind === 'fault') failed.push(`${orphan.physicalId}: ${outcome.fault.message}`);
  }
  const after = await note(engine, profileType, (last) => ({
    at: now,
    listed: proven,
    orphans: standing.length - removed.length,
    removed: last.removed + removed.length,
    failed: last.failed + failed.length,
    fault: null,
    halted: reason === undefined ? null : { since: last.halted?.since ?? now, due: due.length, reason },
    // A word counts once.
    ...(reason === undefined && due.length > 0 && { allowed: null }),
  }));
  return {
    found: fresh,
    removed,
    failed,
    sweep: after,
    inventory: { resources: answer.resources, askedAt },
    ...(reason !== undefined && { halted: reason }),
  };
}

/** The list's entry of a resource, written where it is new or has changed; undefined where it is nobody's orphan. */
async function enlisted(
  engine: Sweeping,
  driver: Sweeper,
  { listed, reason, maker, node }: Judged,
  before: Orphan | undefined,
  grace: Seconds,
): Promise<Orphan | undefined> {
  if (reason === undefined) return undefined;
  const now = engine.clock.now();
  if (before && before.status !== 'ADOPTED' && before.reason === reason) return before;
  const begun = found(listed, reason, grace, now, await priceOrphan(engine, driver, listed, node));
  // Who adopted it is gone, or more has become known: it waits anew, under the same name.
  if (before && before.project !== begun.project) await engine.store.commit([{ remove: 'orphan', doc: before }]);
  const doc: Orphan = { ...begun, version: before?.project === begun.project ? before.version : 0 };
  const told = doc.proof === 'signed' && !before ? [tellOrphan(doc, 'orphan-found', doc.statusReason, now, { maker })] : [];
  const answer = await engine.store.commit([{ put: 'orphan', doc }, ...told]);
  // Stale: another sweep is listing it just now.
  return answer === 'committed' ? { ...doc, version: doc.version + 1 } : undefined;
}

async function hold({ store }: Sweeping, orphan: Orphan, reason: string): Promise<void> {
  if (orphan.status !== 'HELD') await store.commit([{ put: 'orphan', doc: { ...orphan, status: 'HELD', statusReason: reason } }]);
}

/** Writes down how a sweep went. @param change of what stands there now */
export const note = ({ store }: Pick<Engine, 'store'>, profileType: string, change: (last: Sweep) => Partial<Sweep>): Promise<Sweep> =>
  untilCommitted(async () => {
    const fresh = newSweep(profileType);
    const last = (await store.get('sweep', fresh)) ?? fresh;
    const doc = { ...last, ...change(last) };
    return (await store.commit([{ put: 'sweep', doc }])) === 'committed' ? { ...doc, version: doc.version + 1 } : 'stale';
  });
