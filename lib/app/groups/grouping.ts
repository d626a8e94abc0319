import type { HookAnswer } from '../../domain/action/hook-answer.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Pool } from '../../domain/cluster/pool.ts';
import type { SizeChange } from '../../domain/group/changed-sizes.ts';
import type { Group, LaunchConfiguration, LaunchSource, Tag } from '../../domain/group/group.ts';
import type { GroupMetric } from '../../domain/group/group-metrics.ts';
import type { Health, LifecycleState } from '../../domain/group/instance.ts';
import type { HookChange } from '../../domain/group/lifecycle-hook.ts';
import type { Machine, MachineCatalogue } from '../../domain/group/machine-catalogue.ts';
import type { NotificationType } from '../../domain/group/notification.ts';
import type { Sizes } from '../../domain/group/pending-sizes.ts';
import type { ScalingPolicy } from '../../domain/group/scaling-policy.ts';
import type { Json, JsonObject } from '../../domain/kernel/json.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import type { App } from '../app.ts';
import type { Templating } from '../launch-templates/templating.ts';
import type { Networking } from '../networks/networking.ts';
import type { AskedTiming } from '../schedules/scheduling.ts';
import type { Answer, Filed } from '../verb.ts';
import type { Realm } from './realm.ts';
import type { Refreshing } from './refreshing.ts';
import type { SeeingMachines } from './seeing-machines.ts';
import type { Begun, SeenActivity } from './seen-activity.ts';
import type { Suspending } from './suspending.ts';

/** What the verbs of groups run on: those of clusters, and what images and instance types mean here. */
export type GroupApp = App & { readonly machines: MachineCatalogue };

export type { Realm };

export type SeenInstance = {
  readonly node: Node;
  readonly instanceId: string;
  readonly state: LifecycleState;
  readonly health: Health;
  readonly zone: string;
  /** What it was made from, as far as it is still known: not what the group makes now. */
  readonly launch: LaunchSource | undefined;
  readonly machine: Machine | undefined;
  readonly instanceType: string | undefined;
  /** What it counts for, where its group weighs its types. */
  readonly weight: string | undefined;
};

export type SeenGroup = {
  readonly group: Group;
  readonly cluster: Cluster;
  /** With what has been asked for and waits for its turn. */
  readonly sizes: Sizes;
  readonly instances: readonly SeenInstance[];
  /** Those of its warm pool, which are none of the others. */
  readonly warm: readonly SeenInstance[];
  readonly deleting: boolean;
};

/** An instance, and of which group. */
export type MemberInstance = SeenInstance & {
  readonly groupName: string;
  /** Seconds for which its health does not count after its making. */
  readonly grace: number;
};

export type NewLaunchConfiguration = {
  readonly name: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly input: JsonObject;
};

type Bounds = { readonly minSize: number; readonly maxSize: number; readonly desiredCapacity?: number | undefined };
type Manners = Pick<
  Group,
  'launch' | 'zones' | 'subnets' | 'defaultCooldown' | 'healthCheckType' | 'healthCheckGracePeriod' | 'terminationPolicies' | 'verbatim'
>;
export type NewGroup = Manners &
  Bounds & {
    readonly name: string;
    readonly tags: readonly Tag[];
    readonly protectsNew: boolean;
    /** In force before the first instance is launched; and the account that their messages speak of. */
    readonly hooked?: { readonly hooks: readonly HookChange[]; readonly account: string };
  };
export type GroupChange = Partial<Manners & Bounds & { readonly protectsNew: boolean }>;

/** When a group gets which sizes, by name. */
export type NewScheduledAction = AskedTiming & { readonly name: string; readonly sizes: SizeChange };
export type ScheduledAction = { readonly schedule: Schedule; readonly groupName: string };

/** One of several forms, each without its id. */
export type Unnamed<T> = T extends unknown ? Omit<T, 'id'> : never;

/** An answer to whatever waits at a hook: the one of a token, of an instance, or of both. */
export type LifecycleAnswer = {
  readonly group: string;
  readonly hook: string;
  readonly token?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly result: HookAnswer['result'];
};

/** The id of a policy that was put, and the names of the alarms that it has made for itself. */
export type PutPolicy = { readonly id: string; readonly alarms: readonly string[] };

/** By its name, in a group where more than one has it, or by its id alone. */
export type MeantPolicy = { readonly group?: string | undefined; readonly policy: { readonly name?: string; readonly id?: string } };

/** Everything that can be asked of Auto Scaling groups beyond what can be asked of their clusters. Names are exact. */
export interface Grouping extends Templating, Networking, Refreshing, SeeingMachines, Suspending {
  readonly createLaunchConfiguration: (realm: Realm, request: NewLaunchConfiguration) => Promise<Answer<object>>;
  /** By name, all of them when none is named; names of none are passed over. */
  readonly listLaunchConfigurations: (
    realm: Realm,
    names?: readonly string[],
  ) => Promise<Answer<{ readonly configurations: readonly LaunchConfiguration[] }>>;
  readonly deleteLaunchConfiguration: (realm: Realm, name: string) => Promise<Answer<object>>;
  readonly createGroup: (realm: Realm, request: NewGroup) => Promise<Answer<Filed>>;
  /** By name, as above. */
  readonly listGroups: (realm: Realm, names?: readonly string[]) => Promise<Answer<{ readonly groups: readonly SeenGroup[] }>>;
  readonly showGroup: (realm: Realm, name: string) => Promise<Answer<SeenGroup>>;
  /** @returns `warning` where a desired capacity was left alone, since it is somebody else's by now */
  readonly updateGroup: (realm: Realm, name: string, change: GroupChange) => Promise<Answer<{ readonly warning?: string }>>;
  /** @param force with whatever is in it */
  readonly deleteGroup: (realm: Realm, name: string, force: boolean) => Promise<Answer<object>>;
  /** @param honorsCooldown refuse while a policy's cooldown lasts */
  readonly setDesiredCapacity: (realm: Realm, name: string, desired: number, honorsCooldown?: boolean) => Promise<Answer<object>>;
  /** @param metrics all of them, if none is named @param collect from now on, or not any more */
  readonly collectMetrics: (realm: Realm, name: string, metrics: readonly GroupMetric[], collect: boolean) => Promise<Answer<object>>;
  readonly putScalingPolicy: (realm: Realm, name: string, policy: Unnamed<ScalingPolicy>) => Promise<Answer<PutPolicy>>;
  readonly deleteScalingPolicy: (realm: Realm, meant: MeantPolicy) => Promise<Answer<object>>;
  /** @param how `distance`: of a metric's value from the threshold it broke; only for policies with steps */
  readonly executePolicy: (
    realm: Realm,
    meant: MeantPolicy,
    how: { readonly honorsCooldown: boolean; readonly distance?: number | undefined },
  ) => Promise<Answer<object>>;
  readonly putScheduledAction: (realm: Realm, name: string, action: NewScheduledAction) => Promise<Answer<object>>;
  /** Of all groups, when none is named. One that is not there has none. */
  readonly listScheduledActions: (realm: Realm, name?: string) => Promise<Answer<{ readonly actions: readonly ScheduledAction[] }>>;
  readonly deleteScheduledAction: (realm: Realm, name: string, action: string) => Promise<Answer<object>>;
  /** All tags of a key are one: the last that is set. */
  readonly tagGroup: (realm: Realm, name: string, set: readonly Tag[], remove: readonly string[]) => Promise<Answer<object>>;

  /** @param account that messages are to speak of */
  readonly putHook: (realm: Realm, name: string, account: string, change: HookChange) => Promise<Answer<object>>;
  readonly deleteHook: (realm: Realm, name: string, hook: string) => Promise<Answer<object>>;
  readonly answerLifecycle: (realm: Realm, answer: LifecycleAnswer) => Promise<Answer<object>>;
  /** @param account that messages are to speak of */
  readonly putNotification: (
    realm: Realm,
    name: string,
    account: string,
    topic: string,
    types: readonly NotificationType[],
  ) => Promise<Answer<object>>;
  readonly putWarmPool: (realm: Realm, name: string, pool: Pool) => Promise<Answer<object>>;
  /** @param force its instances are not asked, and nobody is told of them first */
  readonly deleteWarmPool: (realm: Realm, name: string, force: boolean) => Promise<Answer<object>>;
  readonly deleteNotification: (realm: Realm, name: string, topic: string) => Promise<Answer<object>>;

  /** Names of load balancers and the like, under the member that AWS has them in. */
  readonly nameSources: (
    realm: Realm,
    name: string,
    member: string,
    change: { readonly set: readonly Json[]; readonly remove: readonly Json[] },
  ) => Promise<Answer<object>>;

  /** By id, all of them when none is named. */
  readonly listInstances: (realm: Realm, ids?: readonly string[]) => Promise<Answer<{ readonly instances: readonly MemberInstance[] }>>;
  /** Fifty at most. */
  readonly protectInstances: (realm: Realm, name: string, instanceIds: readonly string[], protect: boolean) => Promise<Answer<object>>;
  /** @param respectsGrace pay no heed to it while the instance is younger than the group's grace period */
  readonly judgeInstance: (realm: Realm, instanceId: string, healthy: boolean, respectsGrace: boolean) => Promise<Answer<object>>;
  readonly terminateInstance: (
    realm: Realm,
    instanceId: string,
    decrement: boolean,
  ) => Promise<Answer<{ readonly activity: SeenActivity }>>;
  /** @param launch `capacity` in units; `zone`: where, if not by turns */
  readonly launchInstances: (
    realm: Realm,
    name: string,
    launch: { readonly capacity: number; readonly zone?: string | undefined; readonly token?: string | undefined },
  ) => Promise<Answer<{ readonly zone: string; readonly instanceIds: readonly string[] }>>;
  readonly enterStandby: (realm: Realm, name: string, instanceIds: readonly string[], decrement: boolean) => Promise<Answer<Begun>>;
  readonly exitStandby: (realm: Realm, name: string, instanceIds: readonly string[]) => Promise<Answer<Begun>>;
  readonly attachInstances: (realm: Realm, name: string, instanceIds: readonly string[]) => Promise<Answer<object>>;
  readonly detachInstances: (realm: Realm, name: string, instanceIds: readonly string[], decrement: boolean) => Promise<Answer<Begun>>;
  /** Newest first. @param name all groups, if not said @param withDeleted those of groups that are gone, too */
  readonly listActivities: (
    realm: Realm,
    name?: string,
    withDeleted?: boolean,
  ) => Promise<Answer<{ readonly activities: readonly SeenActivity[] }>>;
}
