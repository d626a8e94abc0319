import type { Write } from '../../domain/documents.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import { childId } from '../../domain/kernel/ids.ts';
import { alarmMessage } from '../../domain/metric/alarm-message.ts';
import { type MetricAlarm, type Pending, wound } from '../../domain/metric/metric-alarm.ts';
import { refuseTarget } from '../../domain/subscription/targets.ts';
import type { App } from '../app.ts';
import { perform } from '../engine/perform.ts';
import { executeOnce } from '../groups/execute-policy.ts';
import { ownerOf, whyLost } from '../owner.ts';
import { recorded } from './alarm-records.ts';

type Execution = Extract<Pending, { readonly policyId: string }>;
type Message = Extract<Pending, { readonly topic: string }>;

/**
 * Does one thing that an alarm owes, and crosses it out: a policy in the same commit, a message once it was taken. What is refused is crossed out as well: a
 * state that lasts has its policies executed again a minute later, and a topic that was not told is not told.
 */
export async function actOn(app: App, alarm: MetricAlarm, pending: Pending): Promise<void> {
  const left = wound({ ...alarm, pending: alarm.pending.filter((one) => one !== pending) }, app.clock.now());
  const crossed: Write = { put: 'metricAlarm', doc: left };
  if ('topic' in pending) {
    const fault = await tell(app, alarm, pending);
    await app.store.commit([crossed, recordOf(app, alarm, pending.topic, fault)]);
    return;
  }
  // What happens every minute is not written down every minute.
  const records = (fault?: Fault) => (pending.again ? [] : [recordOf(app, alarm, `${pending.group}/${pending.policyId}`, fault)]);
  const done = await execute(app, alarm, pending, [crossed, ...records()]);
  if (done !== 'stale' && done.kind === 'refused') await app.store.commit([crossed, ...records(done.fault)]);
}

async function execute(app: App, alarm: MetricAlarm, { policyId, group }: Execution, along: readonly Write[]) {
  const lost = await whyLost(app, alarm);
  if (lost) return lost;
  const { project, user, region, name, points, threshold, state } = alarm;
  const realm = { caller: ownerOf({ user, project }), region };
  return executeOnce(
    app,
    realm,
    { group, policy: { id: policyId } },
    { by: 'alarm', honorsCooldown: true, why: `A monitor alarm ${name} in state ${state} triggered policy`, points, threshold, along },
  );
}

/** Under a token that follows from the state: who dies before it is crossed out tells it again, as the same message. @returns why it could not be told */
async function tell(app: App, alarm: MetricAlarm, { topic, was }: Message): Promise<Fault | undefined> {
  const refusal = refuseTarget({ type: 'sns', topic }, alarm.project, app.targets ?? []);
  if (refusal) return refusal;
  const token = childId(alarm.id, topic, 0, alarm.stateAt);
  const outcome = await perform(app, { to: 'announce', token, target: { topic }, message: alarmMessage(alarm, topic, was) });
  return outcome.kind === 'fault' ? outcome.fault : undefined;
}

const recordOf = (app: App, alarm: MetricAlarm, what: string, fault: Fault | undefined): Write =>
  recorded(app, alarm, {
    type: 'Action',
    summary: `${fault ? 'Failed to execute' : 'Successfully executed'} action ${what}${fault ? `: ${fault.message}` : ''}`.slice(0, 255),
    data: {
      actionState: fault ? 'Failed' : 'Succeeded',
      stateUpdateTimestamp: alarm.stateAt,
      notificationResource: what,
      ...(fault && { error: fault.message }),
    },
  });
