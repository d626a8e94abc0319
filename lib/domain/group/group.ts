import type { JsonObject } from '../kernel/json.ts';
import { namedId } from '../kernel/named-id.ts';
import type { Instant } from '../kernel/time.ts';
import type { GroupHook } from './lifecycle-hook.ts';
import type { Notification } from './notification.ts';
import type { Sizes } from './pending-sizes.ts';
import type { ScalingPolicy } from './scaling-policy.ts';

/** What new instances are made from, as the client named it. */
export type LaunchSource =
  | { readonly kind: 'configuration'; readonly name: string }
  /** `version` as it was given: none, `$Default`, `$Latest` or a number. */
  | { readonly kind: 'template'; readonly id: string; readonly name: string; readonly version?: string }
  /** `policy` as it was given. */
  | { readonly kind: 'mixed'; readonly policy: JsonObject };

export type Tag = { readonly key: string; readonly value: string; readonly propagate: boolean };

/** So many instances that were asked for, and until when they are warming up. */
export type Warming = { readonly count: number; readonly until: Instant };

/**
 * What an Auto Scaling group is beside the cluster that it is: what AWS's clients say of one and ask for again. Its sizes, members and doings are the
 * cluster's.
 *
 * Named after its region and name, so that there is one group of a name in a region, and a cluster made otherwise may have the same name.
 */
export type Group = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly name: string;
  readonly region: string;
  /** Gone when this cluster is. */
  readonly clusterId: string;
  readonly launch: LaunchSource;
  /** One at least. */
  readonly zones: readonly string[];
  /** As the client wrote it: subnets, comma separated. Empty: none. */
  readonly subnets: string;
  /** Seconds. */
  readonly defaultCooldown: number;
  /** `EC2`, `ELB` and the like, comma separated. */
  readonly healthCheckType: string;
  /** Seconds. */
  readonly healthCheckGracePeriod: number;
  readonly terminationPolicies: readonly string[];
  readonly tags: readonly Tag[];
  /** The sizes that were asked for in units of capacity, where instances are weighed. Absent: they are the cluster's. */
  readonly units?: Sizes;
  /** The names of the metrics that are collected. */
  readonly metrics: readonly string[];
  /** Whatever else AWS has of a group, given back as it came. */
  readonly verbatim: JsonObject;
  /** The policies that its cluster was given by it, and goes with. */
  readonly policies: readonly string[];
  /** How its users scale it. */
  readonly scaling: readonly ScalingPolicy[];
  /** Who is told of its instances' coming and going. Absent: nobody ever was. */
  readonly notifications?: readonly Notification[];
  /** What holds its instances on their way in and out, by name. Absent: nothing ever did. */
  readonly hooks?: readonly GroupHook[];
  /** Until when policies that mind a cooldown do not scale it. Absent: none ever did. */
  readonly coolsUntil?: Instant;
  /** Instances that policies have asked for lately and that do not count for their metric yet. */
  readonly warming?: readonly Warming[];
  /** Launches that were asked for under a client's token, the latest last. Absent: none were. */
  readonly launches?: readonly { readonly token: string; readonly request: string; readonly actionId: string }[];
  /** The last refresh of its instances, which may be under way. Absent: there was none. */
  readonly refresh?: string;
  readonly createdAt: Instant;
  readonly version: number;
};

/** What instances may be made from, by a name. Never changes. */
export type LaunchConfiguration = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly name: string;
  readonly region: string;
  readonly profileId: string;
  /** As the client sent it. */
  readonly input: JsonObject;
  readonly createdAt: Instant;
  readonly version: number;
};

export const groupId = (region: string, name: string): string => namedId('group', region, name);
export const launchConfigurationId = (region: string, name: string): string => namedId('launch-configuration', region, name);
export const launchTemplateId = (region: string, name: string): string => namedId('launch-template', region, name);
export const launchTemplateVersionId = (templateId: string, number: number): string =>
  namedId('launch-template-version', templateId, `${number}`);
/** The one profile of machines that a template makes. @param spec its own, in one line: another meaning is another profile */
export const machineProfileId = (templateId: string, what: string): string => namedId('machine', templateId, what);
