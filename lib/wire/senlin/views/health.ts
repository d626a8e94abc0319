import type { ClusterHealth } from '../../../app/health/health-verbs.ts';
import { underWay } from '../../../domain/health/watch.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { boolean, documentSchema, integer, listOf, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { utc, utcOrNull } from './times.ts';

export const healthView = ({ watch, limit, waiting }: ClusterHealth): JsonObject => ({
  cluster_id: watch.id,
  policy_id: watch.policyId,
  enabled: watch.enabled,
  detection_modes: watch.rule.modes.map(({ type }) => type),
  interval: watch.rule.interval,
  next_check_at: utcOrNull(watch.nextRound),
  breaker: {
    state: watch.breaker.state,
    reason: watch.breaker.reason,
    since: utcOrNull(watch.breaker.since),
    retry_at: utcOrNull(watch.breaker.retryAt),
    failures: watch.breaker.failures,
  },
  max_in_progress: limit,
  in_progress: underWay(watch).map(({ nodeId, actionId, began }) => ({ node_id: nodeId, action_id: actionId, began_at: utc(began) })),
  waiting: waiting.map(({ nodeId, reason, why, until }) => ({ node_id: nodeId, reason, waits_for: why, until: utcOrNull(until) })),
  suspects: Object.entries(watch.suspects ?? {}).map(([node_id, { reason, heard, lookAt }]) => ({
    node_id,
    reason,
    heard_at: utc(heard),
    look_at: utc(lookAt),
  })),
  recent: watch.recoveries
    .filter(({ ended }) => ended !== null)
    .map(({ nodeId, actionId, began, ended, succeeded }) => ({
      node_id: nodeId,
      action_id: actionId,
      began_at: utc(began),
      ended_at: utcOrNull(ended),
      succeeded,
    })),
});

const recovery = { node_id: uuid, action_id: uuid, began_at: time };

export const healthSchema: JsonObject = documentSchema({
  cluster_id: uuid,
  policy_id: uuid,
  enabled: boolean,
  detection_modes: listOf(string),
  interval: integer,
  next_check_at: maybe(time),
  breaker: documentSchema({
    state: oneOf(['closed', 'open', 'half-open']),
    reason: string,
    since: maybe(time),
    retry_at: maybe(time),
    failures: integer,
  }),
  max_in_progress: integer,
  in_progress: listOf(documentSchema(recovery)),
  waiting: listOf(
    documentSchema({
      node_id: uuid,
      reason: string,
      waits_for: oneOf(['turn', 'limit', 'back-off', 'breaker', 'window']),
      until: maybe(time),
    }),
  ),
  suspects: listOf(documentSchema({ node_id: uuid, reason: string, heard_at: time, look_at: time })),
  recent: listOf(documentSchema({ ...recovery, ended_at: time, succeeded: boolean })),
});
