import type { Action } from '../domain/action/action.ts';
import type { HookAnswer } from '../domain/action/hook-answer.ts';
import type { Binding, Cluster } from '../domain/cluster/cluster.ts';
import type { Node } from '../domain/cluster/node.ts';
import type { Standby } from '../domain/cluster/standby.ts';
import type { Process } from '../domain/cluster/suspension.ts';
import type { Event } from '../domain/event/event.ts';
import type { Json, JsonObject } from '../domain/kernel/json.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Profile } from '../domain/profile/profile.ts';
import type { SpecWarning } from '../domain/spec/spec-warnings.ts';
import type { Granting } from './grants/granting.ts';
import type { HealthVerbs } from './health/health-verbs.ts';
import type { FollowVerbs } from './journal/follow-events.ts';
import type { Adopt } from './nodes/adopting.ts';
import type { OperatorVerbs } from './operator/operator-verbs.ts';
import type { OrphanVerbs } from './orphans/keeping-orphans.ts';
import type { QuotaVerbs } from './quotas/quota-verbs.ts';
import type { Receiving } from './receivers/receiving.ts';
import type { RetentionVerbs } from './retention/retention-verbs.ts';
import type { Scheduling } from './schedules/scheduling.ts';
import type { SecretVerbs } from './secrets/secret-verbs.ts';
import type { SubscriptionVerbs } from './subscriptions/subscribing.ts';
import type { Call, Filed, ListRequest, On, See } from './verb.ts';
import type { WorkflowVerbs } from './workflows/workflow-verbs.ts';

/** What should be written otherwise in a spec that was accepted. */
export type Warned = { readonly warnings: readonly SpecWarning[] };

export type NamedCluster = { readonly cluster: Cluster; readonly profileName: string };
export type NamedNode = { readonly node: Node; readonly profileName: string; readonly details?: JsonObject };
export type NamedBinding = {
  readonly binding: Binding;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly policyName: string;
};

export type CreateCluster = {
  readonly name: string;
  readonly profile: string;
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly desiredCapacity?: number | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly timeout?: number | undefined;
  readonly config?: JsonObject | undefined;
};
/** How much of a cluster is worked on at a time; what policies and the cluster's own settings say where a request does not. */
export type Batching = {
  readonly batchSize?: number | undefined;
  /** Seconds between two batches. */
  readonly pauseTime?: number | undefined;
};
export type UpdateCluster = Batching & {
  readonly name?: string | undefined;
  readonly profile?: string | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly timeout?: number | undefined;
  readonly profileOnly?: boolean | undefined;
  readonly config?: JsonObject | undefined;
};
export type Resize = Batching & {
  readonly adjustmentType?: 'EXACT_CAPACITY' | 'CHANGE_IN_CAPACITY' | 'CHANGE_IN_PERCENTAGE' | undefined;
  readonly number?: number | undefined;
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly minStep?: number | undefined;
  readonly strict: boolean;
  /** It is the number to be, said again and again: one that somebody else has changed since is left alone, unless its caller insists. */
  readonly declares?: boolean;
};
export type Recover = {
  readonly operation?: string | undefined;
  readonly operationParams?: JsonObject | undefined;
  /** Instead of one operation, several that are tried in turn: `{name, params}` each. */
  readonly actions?: readonly Json[] | undefined;
  /** Services that must be proven dead before a node is made anew; there is COMPUTE. */
  readonly fencing?: readonly string[] | undefined;
  readonly check?: boolean | undefined;
  /** Clusters only. */
  readonly checkCapacity?: boolean | undefined;
  /** Nodes only. Seconds. */
  readonly deleteTimeout?: number | undefined;
  readonly forceRecreate?: boolean | undefined;
};
export type Suspend = { readonly processes?: readonly Process[] | undefined; readonly reason?: string | undefined };
export type CreateNode = {
  readonly name: string;
  readonly profile: string;
  readonly cluster?: string | undefined;
  readonly role?: string | undefined;
  readonly metadata?: JsonObject | undefined;
  /** Absent: as the cluster's `node.protected_from_scale_in` says. */
  readonly protected?: boolean | undefined;
};
export type UpdateNode = {
  readonly name?: string | undefined;
  readonly profile?: string | undefined;
  readonly role?: string | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly tainted?: boolean | undefined;
  readonly protected?: boolean | undefined;
};

/** Everything clustering can be asked to do, one verb each, whatever dialect asks. */
export interface Clustering
  extends FollowVerbs,
    Granting,
    HealthVerbs,
    OrphanVerbs,
    OperatorVerbs,
    QuotaVerbs,
    Receiving,
    RetentionVerbs,
    Scheduling,
    SecretVerbs,
    SubscriptionVerbs,
    WorkflowVerbs {
  readonly createProfile: Call<
    { readonly name: string; readonly spec: JsonObject; readonly metadata?: JsonObject | undefined },
    { readonly profile: Profile } & Warned
  >;
  /** Answers a profile that was not stored: its id is empty. */
  readonly validateProfile: Call<{ readonly spec: JsonObject }, { readonly profile: Profile } & Warned>;
  readonly listProfiles: Call<ListRequest, { readonly profiles: readonly Profile[] }>;
  readonly showProfile: See<{ readonly profile: Profile }>;
  readonly updateProfile: On<
    { readonly name?: string | undefined; readonly metadata?: JsonObject | undefined },
    { readonly profile: Profile }
  >;
  readonly deleteProfile: See<object>;

  readonly createPolicy: Call<{ readonly name: string; readonly spec: JsonObject }, { readonly policy: Policy } & Warned>;
  readonly validatePolicy: Call<{ readonly spec: JsonObject }, { readonly policy: Policy } & Warned>;
  readonly listPolicies: Call<ListRequest, { readonly policies: readonly Policy[] }>;
  readonly showPolicy: See<{ readonly policy: Policy }>;
  readonly updatePolicy: On<{ readonly name: string }, { readonly policy: Policy }>;
  readonly deletePolicy: See<object>;

  readonly createCluster: Call<CreateCluster, NamedCluster & Filed>;
  readonly listClusters: Call<ListRequest, { readonly clusters: readonly NamedCluster[] }>;
  readonly showCluster: See<NamedCluster>;
  /** Answers the cluster as it was before. */
  readonly updateCluster: On<UpdateCluster, NamedCluster & Filed>;
  readonly deleteCluster: On<{ readonly force: boolean }, Filed>;
  readonly collectCluster: On<{ readonly path: string }, { readonly attributes: readonly { readonly id: string; readonly value: Json }[] }>;
  /** Without processes: everything, changes by hand too. */
  readonly suspendCluster: On<Suspend, Filed>;
  readonly resumeCluster: On<{ readonly processes?: readonly Process[] | undefined }, Filed>;
  /** At most 50 members, by name, id or short id. */
  readonly protectNodes: On<{ readonly nodes: readonly string[]; readonly protect: boolean }, Filed>;
  readonly operateCluster: On<{ readonly operation: string; readonly params: JsonObject; readonly filters: JsonObject }, Filed>;
  readonly scaleOut: On<{ readonly count?: number | undefined } & Batching, Filed>;
  readonly scaleIn: On<{ readonly count?: number | undefined } & Batching, Filed>;
  readonly resizeCluster: On<Resize, Filed & { readonly warning?: string }>;
  readonly addNodes: On<{ readonly nodes: readonly string[] }, Filed>;
  readonly deleteNodes: On<{ readonly nodes: readonly string[]; readonly destroy: boolean }, Filed>;
  /** Old member to new orphan. */
  readonly replaceNodes: On<{ readonly nodes: Readonly<Record<string, string>> }, Filed>;
  readonly checkCluster: On<{ readonly params: JsonObject }, Filed>;
  readonly recoverCluster: On<Recover, Filed>;
  readonly attachPolicy: On<{ readonly policy: string; readonly enabled: boolean }, Filed>;
  readonly detachPolicy: On<{ readonly policy: string }, Filed>;
  readonly updateBinding: On<{ readonly policy: string; readonly enabled?: boolean | undefined }, Filed>;
  readonly completeLifecycle: Call<HookAnswer, Filed>;
  readonly listBindings: On<Omit<ListRequest, 'limit' | 'marker' | 'globalProject'>, { readonly bindings: readonly NamedBinding[] }>;
  readonly showBinding: On<{ readonly policy: string }, NamedBinding>;

  readonly createNode: Call<CreateNode, NamedNode & Filed>;
  /** The filter `cluster_id` takes a name, an id or a short id. */
  readonly listNodes: Call<ListRequest, { readonly nodes: readonly NamedNode[] }>;
  readonly showNode: On<{ readonly details: boolean }, NamedNode>;
  readonly updateNode: On<UpdateNode, NamedNode & Filed>;
  readonly deleteNode: On<{ readonly force: boolean }, Filed>;
  readonly checkNode: On<{ readonly params: JsonObject }, Filed>;
  readonly recoverNode: On<Recover, Filed>;
  /** Pauses what is behind a node, by the operation its profile type has for it; `resume` takes it back. */
  readonly suspendNode: On<object, Filed>;
  readonly resumeNode: On<object, Filed>;
  /** Takes a member out of service, or back into it; it keeps its place. */
  readonly standByNode: On<{ readonly operation: Standby; readonly decrement?: boolean | undefined }, Filed>;
  /** The same of some members. */
  readonly standByNodes: On<
    { readonly operation: Standby; readonly decrement?: boolean | undefined; readonly nodes: readonly string[] },
    Filed
  >;
  readonly operateNode: On<{ readonly operation: string; readonly params: JsonObject }, Filed>;
  readonly adoptNode: Call<Adopt, NamedNode>;
  readonly previewAdoption: Call<Adopt, { readonly type: string; readonly properties: JsonObject }>;

  readonly listActions: Call<ListRequest, { readonly actions: readonly Action[] }>;
  readonly showAction: See<{ readonly action: Action }>;
  /** Takes a full id only. */
  readonly cancelAction: On<{ readonly force: boolean }, object>;

  readonly listEvents: Call<ListRequest, { readonly events: readonly Event[] }>;
  readonly showEvent: See<{ readonly event: Event }>;
}
