import { isSuspended } from '../../domain/cluster/suspension.ts';
import type { Write } from '../../domain/documents.ts';
import { aimOf, type Signal } from '../../domain/group/aim.ts';
import type { ScalingPolicy } from '../../domain/group/scaling-policy.ts';
import { instancesFor, inUnits, isWeighed, weightOf } from '../../domain/group/units.ts';
import { warmed, warmingOf } from '../../domain/group/warming.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { after, seconds } from '../../domain/kernel/time.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import type { Grouping, MeantPolicy, Realm } from './grouping.ts';
import { type Living, livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { resizeInputs } from './size-group.ts';
import { whyCooling } from './why-cooling.ts';
import { sizesOf } from './work-on.ts';

/** By hand: a cooldown is minded only where it is asked for. */
export const executePolicy =
  (app: App): Grouping['executePolicy'] =>
  async (realm, meant, { honorsCooldown, distance }) => {
    const done = await untilCommitted(() =>
      executeOnce(app, realm, meant, {
        by: 'policy',
        honorsCooldown,
        why: 'A user request executed policy',
        ...(distance !== undefined && { distance }),
      }),
    );
    return done.kind === 'ok' ? { kind: 'ok' } : done;
  };

/** Who has a policy executed, and what they know. */
export type Executing = Signal & {
  readonly by: 'policy' | 'alarm';
  readonly honorsCooldown: boolean;
  /** A sentence up to the name of the policy. */
  readonly why: string;
  /** What must commit together with it, also where there is nothing to do. */
  readonly along?: readonly Write[];
};

export type Executed = { readonly kind: 'ok'; readonly from: number; readonly to: number };

/** Does what a policy says, once. That the group cools down is committed with the resize, so that of any number at once one is heeded. */
export async function executeOnce(
  app: App,
  realm: Realm,
  meant: MeantPolicy,
  { by, honorsCooldown, why, along = [], ...signal }: Executing,
): Promise<Executed | Refusal | 'stale'> {
  const found = await findPolicy(app, realm, meant);
  if (found.kind === 'refused') return found;
  const { group, cluster, policy } = found;
  const now = app.clock.now();
  if (by === 'alarm' && isSuspended(cluster, 'AlarmNotification'))
    return refused('cluster.suspended', `The group ${group.name} is suspended in its process AlarmNotification.`);
  if (by === 'alarm' && !policy.enabled) return refused('scaling-policy.disabled', `The policy ${policy.name} is disabled.`);
  const cooling = honorsCooldown && policy.kind === 'SimpleScaling' ? whyCooling(group, now) : undefined;
  if (cooling) return cooling;
  const weight = weightOf(group.launch);
  const instances = await sizesOf(app, cluster);
  const sizes = inUnits(instances, group.units, weight);
  const aim = aimOf(policy, sizes, signal, warmingOf(group, now));
  if (typeof aim !== 'number') return aim;
  if (aim === sizes.desiredCapacity) {
    const committed = await app.store.commit(along);
    return committed === 'stale' ? 'stale' : { kind: 'ok', from: aim, to: aim };
  }
  const coolsUntil = policy.kind === 'SimpleScaling' ? after(now, seconds(policy.cooldown ?? group.defaultCooldown)) : group.coolsUntil;
  const filed = await fileAction(app, {
    action: uponCluster(cluster, {
      id: newId(app),
      user: realm.caller.userId,
      action: 'CLUSTER_RESIZE',
      inputs: resizeInputs(instances, { desiredCapacity: instancesFor(aim, weight) }),
      origin: {
        by,
        id: policy.id,
        reason: `${why} ${policy.name} changing the desired capacity from ${sizes.desiredCapacity} to ${aim}.`,
      },
    }),
    cluster,
    writes: [
      {
        put: 'group',
        doc: {
          ...group,
          warming: warmed(group, policy, aim - sizes.desiredCapacity, now),
          ...(coolsUntil !== undefined && { coolsUntil }),
          ...(isWeighed(weight) && { units: { ...sizes, desiredCapacity: aim } }),
        },
      },
      ...along,
    ],
    patient: true,
  });
  return filed === 'stale' || filed.kind === 'refused' ? filed : { kind: 'ok', from: sizes.desiredCapacity, to: aim };
}

type Found = Living & { readonly kind: 'ok'; readonly policy: ScalingPolicy };

/** By its id, by its name in a group, or by its name alone where one group has it. */
export async function findPolicy(
  app: Pick<App, 'store'>,
  realm: Realm,
  { group: name, policy: meant }: MeantPolicy,
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
