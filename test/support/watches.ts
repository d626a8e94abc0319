import type { HealthRule } from '../../lib/domain/health/rule.ts';
import { CLOSED, type Watch } from '../../lib/domain/health/watch.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import { idOf, PROJECT, T0 } from './documents.ts';

/** A rule that polls each minute, recovers a third at once and stops at more than half. */
export const aRule = (over: Partial<HealthRule> = {}): HealthRule => ({
  modes: [{ type: 'NODE_STATUS_POLLING' }],
  interval: seconds(60),
  settling: seconds(300),
  illWhen: 'ANY_FAILED',
  recovery: { operation: 'RECREATE' },
  limit: { kind: 'percentage', number: 33 },
  breaker: { share: 55, window: seconds(300), failures: 5, coolDown: seconds(60) },
  ...over,
});

/** A watch over the cluster `web` that has seen nothing yet. */
export const aWatch = (over: Partial<Watch> = {}): Watch => ({
  id: idOf('web'),
  project: PROJECT,
  user: 'u',
  policyId: idOf('health'),
  enabled: true,
  rule: aRule(),
  dueAt: null,
  nextRound: null,
  round: 0,
  recoveries: [],
  troubles: {},
  breaker: CLOSED,
  createdAt: T0,
  version: 1,
  ...over,
});
