import type { Action } from '../action/action.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { Write } from '../documents.ts';
import { childId } from '../kernel/ids.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Event, EventLevel, EventStatus } from './event.ts';
import type { EventType } from './event-types.ts';
import type { History } from './history.ts';

/** What an event can be about. */
export type Subject = Cluster | Node;

/** What is to be told. The rest follows from what it is about. */
export type News = {
  readonly type: EventType;
  readonly level: EventLevel;
  /** The name of an action, also where none runs: what old clients filter by. */
  readonly action: string;
  readonly status: EventStatus;
  readonly reason: string;
  /** The action it came of. */
  readonly cause?: Pick<Action, 'id' | 'user'> & { readonly origin?: Event['origin'] };
  readonly data?: JsonObject;
  /** What it was called when that was asked for, if not as it is called now. */
  readonly name?: string;
};

/** The event, and the object's history with the event in it: both belong into one commit, or the count is wrong. */
export type Telling = { readonly history: History; readonly write: Write };

/**
 * Tells of something that happened to a cluster or a node.
 *
 * In a machine: `change: { node: { ...patch, history }, writes: [write] }`. The object's version is what makes the numbers gapless: whoever
 * loses the race for it decides again, and counts again. To tell twice in one commit, tell the second of `{ ...about, history }`.
 */
export function tell(about: Subject, news: News, now: Instant): Telling {
  const { count, last } = about.history ?? { count: 0, last: undefined };
  const isCluster = 'desiredCapacity' in about;
  const doc: Event = {
    ...bodyOf(news, about.project, news.cause?.user ?? about.user, now),
    id: childId(about.id, 'event', count, now),
    objectType: isCluster ? 'CLUSTER' : 'NODE',
    objectId: about.id,
    objectName: news.name ?? about.name,
    clusterId: isCluster ? about.id : about.clusterId || null,
    sequence: count + 1,
    ...(last !== undefined && { previous: last }),
    ...(isCluster && { size: { desired: about.desiredCapacity, nodes: about.nodes.length } }),
  };
  return { history: { ...about.history, count: count + 1, last: doc.id }, write: { put: 'event', doc } };
}

/** Tells of the end of what was asked of something that is gone: there is no count to put it in. */
export function tellOfGone(action: Action, news: News, now: Instant): Write {
  const doc: Event = {
    ...bodyOf(news, action.project, action.user, now),
    id: childId(action.id, `event-${news.status}`, news.status === 'start' ? 0 : 1, now),
    objectType: action.action.startsWith('CLUSTER_') ? 'CLUSTER' : 'NODE',
    objectId: action.target,
    objectName: action.targetName,
    clusterId: action.clusterId || null,
  };
  return { put: 'event', doc };
}

const bodyOf = ({ type, level, action, status, reason, cause, data }: News, project: string, user: string, now: Instant) => ({
  project,
  user,
  timestamp: now,
  type,
  level,
  action,
  status,
  statusReason: reason,
  metadata: {},
  version: 0,
  ...(cause && { actionId: cause.id }),
  ...(cause?.origin && { origin: cause.origin }),
  ...(data && { data }),
});
