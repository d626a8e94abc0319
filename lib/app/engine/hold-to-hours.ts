import type { Action } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { findPolicyType } from '../../domain/policy/catalogue.ts';
import { MAINTENANCE } from '../../domain/policy/maintenance.ts';
import { hoursVerdict } from '../../domain/policy/maintenance-decision.ts';
import { policyProperties } from '../../domain/policy/policy-properties.ts';
import type { Engine } from './engine.ts';

/**
 * Holds an action to the maintenance policies of its cluster, before it is filed and so before it holds anything.
 *
 * @param forced whoever asks knows what time it is
 * @returns the action, which may have to wait; or why it is not filed
 */
export async function holdToHours(
  { store, calendar }: Pick<Engine, 'store' | 'calendar'>,
  opened: Action,
  cluster: Cluster | undefined,
  now: Instant,
  forced: boolean,
): Promise<{ readonly kind: 'ok'; readonly action: Action } | Refusal> {
  const bindings = (cluster?.suspended?.everything ? [] : (cluster?.bindings ?? [])).filter(
    ({ enabled, policyType }) => enabled && findPolicyType(policyType)?.name === MAINTENANCE,
  );
  if (bindings.length === 0) return { kind: 'ok', action: opened };
  const policies = await store.getMany(
    'policy',
    bindings.map(({ policyId: id }) => ({ project: opened.project, id })),
  );
  let action = opened;
  for (const policy of policies) {
    const kind = findPolicyType(policy.type);
    const properties = kind && policyProperties(kind, policy);
    if (!properties) continue;
    const verdict = hoursVerdict({ name: policy.name, properties }, opened, { calendar, now, forced });
    if (verdict.kind === 'refuse') return { kind: 'refused', fault: verdict.fault };
    if (verdict.kind === 'forced') action = noted(action, { policy_id: policy.id, forced: verdict.reason });
    if (verdict.kind === 'defer') action = deferred(noted(action, { policy_id: policy.id, deferred: verdict.reason }), verdict);
  }
  return { kind: 'ok', action };
}

const noted = (action: Action, maintenance: { readonly [key: string]: string }): Action => ({
  ...action,
  data: { ...action.data, maintenance },
});

const deferred = (action: Action, { opens, closes, reason }: { opens: Instant; closes: Instant | null; reason: string }): Action => ({
  ...action,
  status: 'WAITING',
  statusReason: reason,
  hours: { opens, closes },
  dueAt: opens,
});
