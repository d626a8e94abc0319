import { isJsonObject } from '../kernel/json.ts';
import { seconds } from '../kernel/time.ts';
import { findPolicyType } from '../policy/catalogue.ts';
import type { schema } from '../policy/health-schema.ts';
import type { Policy } from '../policy/policy.ts';
import { readSpec } from '../spec/read-spec.ts';
import type { PropertiesOf, ValueOf } from '../spec/schema.ts';
import { recoveryInputs } from './recovery-inputs.ts';
import { type DetectionMode, type HealthRule, limitOf } from './rule.ts';

type Properties = PropertiesOf<typeof schema>;
type Mode = ValueOf<(typeof schema)['detection']['schema']['detection_modes']>[number];

export const HEALTH = 'senlin.policy.health';

export const isHealth = (policyType: string): boolean => policyType.startsWith(`${HEALTH}-`);

/** Nothing is looked at less often than this, whatever a policy says: Senlin's `check_interval_max`. */
const LONGEST_INTERVAL = 3_600;

/** Messages wait no longer. */
const LONGEST_PAUSE = 900;

/** What holds where a policy of an older version cannot say otherwise. */
export const DEFAULT_BREAKER = { share: 55, window: seconds(300), failures: 5, coolDown: seconds(60) };
export const DEFAULT_LIMIT = '33%';

/** What to do about a cluster's health, from a policy that is one of health; undefined for any other. Specs were read when they were stored. */
export function healthRuleOf(policy: Pick<Policy, 'type' | 'spec'>): HealthRule | undefined {
  const kind = isHealth(policy.type) ? findPolicyType(policy.type) : undefined;
  const raw = policy.spec.properties;
  const read = kind && readSpec(kind.schema, isJsonObject(raw) ? raw : {});
  // Every version's properties are among the newest's.
  return read?.kind === 'ok' ? ruleOf(read.value as unknown as Properties) : undefined;
}

function ruleOf({ detection, recovery }: Properties): HealthRule {
  const breaker = recovery.breaker;
  return {
    modes: (detection.detection_modes ?? []).map(modeOf),
    interval: seconds(Math.min(Math.max(detection.interval, 1), LONGEST_INTERVAL)),
    settling: seconds(Math.max(0, detection.node_update_timeout)),
    illWhen: detection.recovery_conditional,
    recovery: recoveryInputs(recovery),
    limit: limitOf(recovery.max_in_progress ?? DEFAULT_LIMIT) ?? { kind: 'percentage', number: 33 },
    breaker: {
      share: breaker?.unhealthy_share ?? DEFAULT_BREAKER.share,
      window: seconds(breaker?.window ?? DEFAULT_BREAKER.window),
      failures: breaker?.failures ?? DEFAULT_BREAKER.failures,
      coolDown: seconds(breaker?.cool_down ?? DEFAULT_BREAKER.coolDown),
    },
  };
}

function modeOf({ type, options }: Mode): DetectionMode {
  if (type !== 'NODE_STATUS_POLL_URL') return { type };
  return {
    type,
    url: options.poll_url ?? '',
    verifyCertificate: options.poll_url_ssl_verify ?? true,
    silenceIsIllness: options.poll_url_conn_error_as_unhealthy ?? true,
    expected: options.poll_url_healthy_response ?? '',
    attempts: Math.max(1, options.poll_url_retry_limit ?? 3),
    pause: seconds(Math.min(Math.max(0, options.poll_url_retry_interval ?? 3), LONGEST_PAUSE)),
  };
}
