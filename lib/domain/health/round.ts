import type { Cluster } from '../cluster/cluster.ts';
import { isLocked } from '../cluster/lock.ts';
import type { Node } from '../cluster/node.ts';
import { isSuspended } from '../cluster/suspension.ts';
import { isId } from '../kernel/ids.ts';
import { after, type Instant, instant, type Seconds, seconds } from '../kernel/time.ts';
import type { Patient } from './admission.ts';
import { isPolled } from './rule.ts';
import type { Watch } from './watch.ts';

/** A part of a round: so many members, looked at side by side. */
export const SLICE = 25;

/** How often a watch looks whether a cluster that is being worked on is free again, when somebody waits for it. */
export const PATIENCE: Seconds = seconds(15);

export type Slice = { readonly round: number; readonly from: number };

/** One member that looked ill and is looked at again. */
export type SecondLook = { readonly round: number; readonly nodeId: string; readonly attempt: number };

/** Members of which bad news came while they were worked on. */
export type SuspectsLook = { readonly suspects: readonly string[] };

/** Begins the round that is due, if one is: whoever commits it first has begun it, and the others find that it is not due any more. */
export function beginRound(watch: Watch, now: Instant): Watch {
  if (!watch.enabled || watch.nextRound === null || now < watch.nextRound) return watch;
  const nextRound = isPolled(watch.rule) ? roundAfter(watch, watch.nextRound, now) : null;
  return { ...watch, round: watch.round + 1, nextRound };
}

/** Its members are looked at now, polled or not: what was told of them while nobody listened is told by nobody again. */
export const reviewed = (watch: Watch, now: Instant): Watch => ({ ...watch, nextRound: now, dueAt: now });

/** Rounds keep their beat; those that were missed are not made up for. */
function roundAfter({ rule: { interval } }: Watch, last: Instant, now: Instant): Instant {
  const step = interval * 1000;
  return instant(last + step * (Math.floor((now - last) / step) + 1));
}

/** When the first round is: null for a cluster that needs no polling. */
export const firstRound = (rule: Watch['rule'], now: Instant): Instant | null => (isPolled(rule) ? after(now, rule.interval) : null);

export const slicesOf = ({ round }: Watch, size: number): readonly Slice[] =>
  Array.from({ length: Math.ceil(size / SLICE) }, (_, i) => ({ round, from: i * SLICE }));

/** A part of a round as a message names it. */
export const partOf = ({ round, from }: Slice): string => `${round}:${from}`;
export const secondLookPart = ({ round, nodeId, attempt }: SecondLook): string => `${round}:${nodeId}:${attempt}`;

export const suspectsPart = (nodeIds: readonly string[]): string => `suspects:${nodeIds.join(',')}`;

/** Undefined for what names no part. */
export function partIn(part: string): Slice | SecondLook | SuspectsLook | undefined {
  if (part.startsWith('suspects:')) {
    const suspects = part.slice('suspects:'.length).split(',');
    return suspects.every(isId) ? { suspects } : undefined;
  }
  const [round = '', what = '', attempt, ...rest] = part.split(':');
  if (!isCount(round) || rest.length > 0) return undefined;
  if (attempt === undefined) return isCount(what) ? { round: Number(round), from: Number(what) } : undefined;
  return isId(what) && isCount(attempt) ? { round: Number(round), nodeId: what, attempt: Number(attempt) } : undefined;
}

const isCount = (text: string): boolean => /^\d{1,12}$/.test(text);

/** Nobody is judged while somebody works on the whole cluster or waits to, or while its health checks are suspended. */
export const isUnobserved = (cluster: Cluster): boolean => isTaken(cluster) || isSuspended(cluster, 'HealthCheck');

/** Nobody is recovered while somebody works on the whole cluster or waits to, or while its healing, or what healing may take, is suspended. */
export const isResting = (cluster: Cluster): boolean => isTaken(cluster) || HEALING.some((each) => isSuspended(cluster, each));

const HEALING = ['ReplaceUnhealthy', 'Launch', 'Terminate'] as const;

/** Somebody works on the whole cluster, or waits to. */
export const isTaken = ({ lock }: Cluster): boolean => (isLocked(lock) && lock.scope === 'exclusive') || lock.queue.length > 0;

type Standing = Node & { readonly standby?: unknown };

/** Whether a member may be judged: nobody is working on it, and nobody took it out of service. */
export const isOnDuty = (node: Standing, clusterId: string): boolean =>
  node.clusterId === clusterId && !isLocked(node.lock) && !node.suspended && !node.standby && node.status !== 'INIT';

/** Whether a member is ill, and nobody recovers it as long as it is not on duty. */
export const isAbsent = (node: Standing): boolean => node.status === 'ERROR' && !isOnDuty(node, node.clusterId);

/** A node that changed lately is given time to come up before it is judged. */
export const isSettling = ({ updatedAt, initAt }: Pick<Node, 'updatedAt' | 'initAt'>, settling: Seconds, now: Instant): boolean =>
  now < after(updatedAt ?? initAt, settling);

/** The members that are ill and may be recovered, as far as their documents tell. */
export const patientsAmong = (members: readonly Node[], clusterId: string): Patient[] =>
  members
    .filter((node) => node.status === 'ERROR' && isOnDuty(node, clusterId))
    .map((node) => ({ nodeId: node.id, reason: node.statusReason }));
