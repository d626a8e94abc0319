import { adjusted, type ScalingPolicy, stepFor } from '../../domain/group/scaling-policy.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { after, seconds } from '../../domain/kernel/time.ts';
import { newId, untilCommitted } from '../app.ts';
import { fileAction } from '../engine/file-action.ts';
import type { GroupApp, Grouping, Realm } from './grouping.ts';
import { type Living, livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { resizeInputs } from './size-group.ts';
import { whyCooling } from './why-cooling.ts';
import { sizesOf } from './work-on.ts';

/** AWS's. */
const MOST_POLICIES = 50;

/** A policy of the same name is replaced, and keeps its id: whoever has its ARN goes on. */
export const putScalingPolicy =
  (app: GroupApp): Grouping['putScalingPolicy'] =>
  (realm, name, policy) =>
    untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const { group } = living;
      const before = group.scaling.find((one) => one.name === policy.name);
      const id = before?.id ?? newId(app);
      const others = group.scaling.filter((one) => one !== before);
      if (others.length >= MOST_POLICIES) return refused('quota.exceeded', `A group has ${MOST_POLICIES} scaling policies at most.`);
      const committed = await app.store.commit([{ put: 'group', doc: { ...group, scaling: [...others, { ...policy, id }] } }]);
      return committed === 'stale' ? 'stale' : { kind: 'ok', id };
    });

export const deleteScalingPolicy =
  (app: GroupApp): Grouping['deleteScalingPolicy'] =>
  (realm, meant) =>
    untilCommitted(async () => {
      const found = await findPolicy(app, realm, meant);
      if (found.kind === 'refused') return found;
      const { group, policy } = found;
      const committed = await app.store.commit([
        { put: 'group', doc: { ...group, scaling: group.scaling.filter(({ id }) => id !== policy.id) } },
      ]);
      return committed === 'stale' ? 'stale' : { kind: 'ok' };
    });

/** Does what a policy says, once. That the group cools down is committed with the resize, so that of any number at once one is heeded. */
export const executePolicy =
  (app: GroupApp): Grouping['executePolicy'] =>
  (realm, meant, { honorsCooldown, distance }) =>
    untilCommitted(async () => {
      const found = await findPolicy(app, realm, meant);
      if (found.kind === 'refused') return found;
      const { group, cluster, policy } = found;
      const now = app.clock.now();
      const cooling = honorsCooldown && policy.kind === 'SimpleScaling' ? whyCooling(group, now) : undefined;
      if (cooling) return cooling;
      const amount = amountOf(policy, distance);
      if (typeof amount !== 'number') return amount;
      const sizes = await sizesOf(app, cluster);
      const desiredCapacity = adjusted(sizes, policy, amount);
      if (desiredCapacity === sizes.desiredCapacity) return { kind: 'ok' };
      const coolsUntil = policy.kind === 'SimpleScaling' ? after(now, seconds(policy.cooldown ?? group.defaultCooldown)) : group.coolsUntil;
      const filed = await fileAction(app, {
        action: {
          id: newId(app),
          project: cluster.project,
          user: realm.caller.userId,
          action: 'CLUSTER_RESIZE',
          target: cluster.id,
          targetName: cluster.name,
          clusterId: cluster.id,
          inputs: resizeInputs(sizes, { desiredCapacity }),
          timeout: cluster.timeout,
          origin: {
            by: 'policy',
            id: policy.id,
            reason: `The policy ${policy.name} was executed, changing the desired capacity from ${sizes.desiredCapacity} to ${desiredCapacity}.`,
          },
        },
        cluster,
        writes: [{ put: 'group', doc: { ...group, ...(coolsUntil !== undefined && { coolsUntil }) } }],
        patient: true,
      });
      return filed === 'stale' || filed.kind === 'refused' ? filed : { kind: 'ok' };
    });

function amountOf(policy: ScalingPolicy, distance: number | undefined): number | Refusal {
  if (policy.kind === 'SimpleScaling') return policy.adjustment;
  if (distance === undefined) return refused('group.metric', 'MetricValue and BreachThreshold are required for StepScaling policies.');
  const step = stepFor(policy.steps, distance);
  return step ? step.adjustment : refused('group.metric', 'No step adjustment of the policy fits the metric value.');
}

type Found = Living & { readonly kind: 'ok'; readonly policy: ScalingPolicy };

/** By its id, by its name in a group, or by its name alone where one group has it. */
async function findPolicy(
  app: GroupApp,
  realm: Realm,
  { group: name, policy: meant }: Parameters<Grouping['executePolicy']>[1],
): Promise<Found | Refusal> {
  const living = await livingGroups(app, realm, name === undefined ? undefined : [name]);
  if (name !== undefined && living.length === 0) return groupMissing(name);
  const found = living.flatMap((one) =>
    one.group.scaling
      .filter(({ id, name: called }) => id === meant.id || called === meant.name)
      .map((policy): Found => ({ kind: 'ok', ...one, policy })),
  );
  const [only, another] = found;
  if (another) return refused('scaling-policy.ambiguous', `PolicyName ${meant.name} is in several groups. Name the AutoScalingGroup too.`);
  return only ?? refused('scaling-policy.not-found', `PolicyName not found - ${meant.name ?? meant.id}`);
}
