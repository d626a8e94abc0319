import type { Write } from '../../domain/documents.ts';

import { type MetricAlarm, type Pending, wound } from '../../domain/metric/metric-alarm.ts';
import type { App } from '../app.ts';
import { executeOnce } from '../groups/execute-policy.ts';
import { ownerOf, whyLost } from '../owner.ts';
import { recorded } from './alarm-records.ts';

/**
 * Executes one policy that an alarm owes, and crosses it out in the same commit. What is refused is crossed out as well: a state that lasts has it executed
 * again a minute later.
 */
export async function actOn(app: App, alarm: MetricAlarm, pending: Pending): Promise<void> {
  const left = wound({ ...alarm, pending: alarm.pending.filter((one) => one !== pending) }, app.clock.now());
  const crossed: Write = { put: 'metricAlarm', doc: left };
  const done = await execute(app, alarm, pending, [
    crossed,
    ...(pending.again ? [] : [told(app, alarm, pending, 'Successfully executed')]),
  ]);
  if (done === 'stale' || done.kind === 'ok') return;
  // What happens every minute is not written down every minute.
  const record = pending.again ? [] : [told(app, alarm, pending, 'Failed to execute', done.fault.message)];
  await app.store.commit([crossed, ...record]);
}

async function execute(app: App, alarm: MetricAlarm, { policyId, group }: Pending, along: readonly Write[]) {
  const lost = await whyLost(app, alarm);
  if (lost) return lost;
  const { project, user, region, name, points, threshold, state } = alarm;
  const realm = { caller: ownerOf({ user, project }), region };
  return executeOnce(
    app,
    realm,
    { group, policy: { id: policyId } },
    {
      by: 'alarm',
      honorsCooldown: true,
      why: `was executed for the alarm ${name} in state ${state}`,
      points,
      threshold,
      along,
    },
  );
}

const told = (app: App, alarm: MetricAlarm, { policyId, group }: Pending, done: string, why?: string): Write =>
  recorded(app, alarm, {
    type: 'Action',
    summary: `${done} the scaling policy ${policyId} of the group ${group}${why === undefined ? '' : `: ${why}`}`.slice(0, 255),
    data: {
      actionState: why === undefined ? 'Succeeded' : 'Failed',
      stateUpdateTimestamp: alarm.stateAt,
      notificationResource: policyId,
      ...(why !== undefined && { error: why }),
    },
  });
