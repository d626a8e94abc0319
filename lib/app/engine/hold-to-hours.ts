import type { Action } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { hoursVerdict } from '../../domain/policy/maintenance-decision.ts';
import type { Engine } from './engine.ts';
import { maintenanceOf } from './maintenance-of.ts';

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
  let action = opened;
  for (const { id, name, properties } of cluster ? await maintenanceOf(store, cluster) : []) {
    const verdict = hoursVerdict({ name, properties }, opened, { calendar, now, forced });
    if (verdict.kind === 'refuse') return { kind: 'refused', fault: verdict.fault };
    if (verdict.kind === 'forced') action = noted(action, { policy_id: id, forced: verdict.reason });
    if (verdict.kind === 'defer') action = deferred(noted(action, { policy_id: id, deferred: verdict.reason }), verdict);
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
