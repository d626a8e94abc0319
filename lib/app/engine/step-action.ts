import { type Action, isOpen } from '../../domain/action/action.ts';
import type { Outcome } from '../../domain/action/call.ts';
import { machineOf } from '../../domain/action/catalogue.ts';
import type { Commit, Progress } from '../../domain/action/commit.ts';
import { advance } from '../../domain/action/lifecycle.ts';
import type { Input, Seen } from '../../domain/action/machine.ts';
import { workQueueOf } from '../../domain/action/work-queue.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Ref, Write } from '../../domain/documents.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import { type Instant, type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Nudge } from '../../ports/nudges.ts';
import { faultIfOver } from '../quotas/over-quota.ts';
import { forgetReceivers } from '../receivers/forget-receivers.ts';
import type { Engine } from './engine.ts';
import { observe } from './observe.ts';
import { perform } from './perform.ts';
import { signal } from './signal.ts';

/** More lost races in a row than bad luck explains: leave it to the message's next delivery. */
const MOST_RACES = 50;

/** No machine needs to look this often for one decision: one that does would look for ever. */
const MOST_LOOKS = 10;

/** A message waits this long at most; whatever is due later has its alarm. */
const SOON = seconds(60);

/**
 * Moves one action as far as it will go now: observe, decide, commit, perform.
 *
 * Safe to call at any time, from any number of workers, and to kill at any line. The order matters: a call is made only after
 * the intent to make it is stored, so that whoever comes next knows to make it again.
 *
 * @returns the parents that have news, left to the caller so that the news of many children is taken together
 */
export async function stepAction(engine: Engine, ref: Ref): Promise<readonly Nudge[]> {
  let answer: { readonly lease: number; readonly outcome: Outcome } | undefined;
  const parents: Nudge[] = [];
  let known: Known | undefined;
  let over: Fault | undefined;
  for (let races = 0; races < MOST_RACES; ) {
    const action: Action | undefined = known?.action ?? (await engine.store.get('action', ref));
    if (!action || !isOpen(action)) return parents;
    const now = engine.clock.now();
    const returned = answer && answer.lease === action.lease ? answer.outcome : undefined;
    if (busyElsewhere(action, returned, now)) return parents;

    const { progress, seen }: Decided = await decide(engine, action, { returned, over }, now, known?.seen);
    if (progress.kind === 'idle') {
      await engine.nudges.send(progress.wake.map((wake) => ({ ...wake, project: ref.project })));
      return parents;
    }
    const undisputed = known !== undefined && returned !== undefined;
    await forgetCallers(engine, progress);
    const stored = await store(engine, progress, undisputed).catch(faultIfOver);
    if (stored !== 'committed') {
      races++;
      if (stored !== 'stale') over = stored;
      known = undefined;
      continue;
    }
    known = afterwards(seen, progress);
    parents.push(...(await tell(engine, progress, now)));
    await engine.afterwards?.(engine, progress);
    if (progress.call && hasLapsed(progress.next, engine.clock.now())) return parents;
    if (progress.call) answer = { lease: action.version, outcome: await perform(engine, progress.call) };
    else if (!progress.again) return parents;
  }
  throw new Error(`action ${ref.id} lost ${MOST_RACES} races in a row`);
}

type Decided = { readonly progress: Exclude<Progress, { readonly kind: 'look' }>; readonly seen: Seen };
type Known = { readonly action: Action; readonly seen: Seen };

/**
 * What is stored once a step is: the step itself, so it need not be read back. Should somebody write meanwhile, the next commit is stale,
 * and only then is everything read again.
 */
function afterwards({ cluster, node, profiles, policies }: Seen, { next, writes }: Commit): Known {
  const stored = <T extends Cluster | Node>(kind: 'cluster' | 'node', doc: T | undefined): T | undefined => {
    const write = writes.find((w) => w.doc.id === doc?.id && ('put' in w ? w.put : 'remove' in w ? w.remove : undefined) === kind);
    if (!write) return doc;
    return 'put' in write ? ({ ...write.doc, version: write.doc.version + 1 } as T) : undefined;
  };
  return {
    action: { ...next, version: next.version + 1 },
    seen: {
      cluster: stored('cluster', cluster),
      node: stored('node', node),
      members: undefined,
      nodes: undefined,
      children: undefined,
      profiles,
      policies,
    },
  };
}

/**
 * What calls for a cluster goes before it does: none comes any more since its deletion was filed, but one that came in that very moment may be left. Whoever dies in
 * between leaves a deletion that is taken up again.
 */
async function forgetCallers(engine: Engine, { writes }: Commit): Promise<void> {
  for (const write of writes) if ('remove' in write && write.remove === 'cluster') await forgetReceivers(engine, write.doc);
}

/** Held up since it took the lease, it may have been overtaken: what it would ask for now, somebody may be undoing. */
const hasLapsed = ({ dueAt }: Action, now: Instant): boolean => dueAt !== null && now >= dueAt;

/** Somebody holds the lease and may yet answer. */
const busyElsewhere = (action: Action, returned: Outcome | undefined, now: Instant): boolean =>
  action.lease !== null && returned === undefined && action.dueAt !== null && now < action.dueAt;

/** What became of the last thing that was decided: the answer to a call, or that there was no room to store it. */
type News = Pick<Input, 'returned' | 'over'>;

/** Decides on what was seen, seeing more for as long as the machine asks to. @param before the targets, when they were read already */
export async function decide(engine: Engine, action: Action, news: News, now: Instant, before?: Seen): Promise<Decided> {
  let seen = await observe(engine.store, action, machineOf(action.action).sees?.(action, action.state) ?? {}, before);
  const lease = leaseFor(engine, seen.node?.profileType);
  const secret = engine.random.secret();
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const input: Input = { seen, now, lease, mostNodes: engine.mostNodes, secret, ...news };
    const progress: Progress = advance(action, input);
    if (progress.kind !== 'look') return { progress, seen };
    seen = await observe(engine.store, action, progress.sight, seen);
  }
  throw new Error(`${action.action} ${action.id} never sees enough to decide`);
}

const leaseFor = (engine: Engine, profileType: string | undefined): Seconds => {
  const driver = profileType === undefined ? undefined : engine.drivers(profileType);
  return seconds((driver?.callTimeout ?? 0) + engine.margin);
};

/**
 * A child's step touches its own action and its own node. When it is the answer to a call, they are written one after the other, the
 * node first, for half the price of a transaction: killed in between, the child is still open, and whoever steps it next finds on the node
 * how it ended.
 *
 * @param undisputed the node is as it was before the call, so that whoever has taken the lease over since has written it; any other step
 * may have seen the action before somebody's step and the node after it, and is a transaction
 */
async function store(engine: Engine, { next, writes }: Commit, undisputed: boolean): Promise<'committed' | 'stale'> {
  const own: Write = { put: 'action', doc: next };
  const [only] = writes;
  const node = only && writes.length === 1 && ('put' in only ? only.put : 'remove' in only ? only.remove : undefined) === 'node';
  if (next.parentId === null || !undisputed || !only || !node) return engine.store.commit([...writes, own]);
  return (await engine.store.commit([only])) === 'stale' ? 'stale' : engine.store.commit([own]);
}

/** Wakes who has news. Lost on the way, the news is found by the next alarm. */
export async function tell(engine: Engine, { next, wake, stop, call, again }: Commit, now: Instant): Promise<readonly Nudge[]> {
  const { project } = next;
  await Promise.all(stop.map((child) => signal(engine.store, child)));
  const nudges: Nudge[] = [...wake, ...stop.map((child) => ({ id: child.id, queue: workQueueOf(child.action) }))].map((w) => ({
    ...w,
    project,
  }));
  await engine.nudges.send(nudges.filter((n) => n.id !== next.parentId));
  if (
    !call &&
    !again &&
    isOpen(next) &&
    next.dueAt !== null &&
    next.dueAt - now < SOON * 1000 &&
    next.lease === null &&
    wakesItself(next)
  ) {
    const delay = seconds(Math.max(0, Math.ceil((next.dueAt - now) / 1000)));
    await engine.nudges.send([{ project, id: next.id, queue: workQueueOf(next.action) }], delay);
  }
  return nudges.filter((n) => n.id === next.parentId);
}

/** One that waits for children or for a lock is woken by them; its own alarm is enough for the rest. */
const wakesItself = (action: Action): boolean => action.startedAt !== null && action.status !== 'WAITING';
