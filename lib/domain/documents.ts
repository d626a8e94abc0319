import type { Action } from './action/action.ts';
import type { Circuit } from './circuit/circuit.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { Node } from './cluster/node.ts';
import type { Event } from './event/event.ts';
import type { Group, LaunchConfiguration } from './group/group.ts';
import type { Meter } from './group/group-metrics.ts';
import type { LaunchTemplate, LaunchTemplateVersion } from './group/launch-template.ts';
import type { Network } from './group/network.ts';
import type { Tally } from './health/tally.ts';
import type { Watch } from './health/watch.ts';
import type { Entry, Journal } from './journal/journal.ts';
import type { Readers } from './journal/readers.ts';
import type { Metric, MetricHour } from './metric/metric.ts';
import type { AlarmRecord, MetricAlarm } from './metric/metric-alarm.ts';
import type { Orphan } from './orphan/orphan.ts';
import type { Sweep } from './orphan/sweep.ts';
import type { Grant, Share } from './permission/grant.ts';
import type { Link, Usage } from './permission/use.ts';
import type { Policy } from './policy/policy.ts';
import type { Profile } from './profile/profile.ts';
import type { QuotaUsage } from './quota/usage.ts';
import type { Receiver } from './receiver/receiver.ts';
import type { Refresh } from './refresh/refresh.ts';
import type { RequestRecord } from './request/request.ts';
import type { ProjectRules } from './retention/project-rules.ts';
import type { Scavenging } from './retention/scavenging.ts';
import type { Tombstone } from './retention/tombstone.ts';
import type { Schedule } from './schedule/schedule.ts';
import type { Secret } from './secret/secret.ts';
import type { Letter, Subscription } from './subscription/subscription.ts';
import type { Execution } from './workflow/execution.ts';
import type { Workflow } from './workflow/workflow.ts';

/** Everything a project owns, by kind. */
export type Documents = {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly profile: Profile;
  readonly policy: Policy;
  readonly action: Action;
  readonly event: Event;
  readonly schedule: Schedule;
  readonly watch: Watch;
  readonly tally: Tally;
  readonly journal: Journal;
  readonly entry: Entry;
  readonly readers: Readers;
  readonly receiver: Receiver;
  readonly subscription: Subscription;
  readonly letter: Letter;
  readonly request: RequestRecord;
  readonly workflow: Workflow;
  readonly execution: Execution;
  readonly secret: Secret;
  readonly group: Group;
  readonly launchConfiguration: LaunchConfiguration;
  readonly meter: Meter;
  readonly metric: Metric;
  readonly metricHour: MetricHour;
  readonly metricAlarm: MetricAlarm;
  readonly alarmRecord: AlarmRecord;
  readonly launchTemplate: LaunchTemplate;
  readonly launchTemplateVersion: LaunchTemplateVersion;
  readonly network: Network;
  readonly refresh: Refresh;
  readonly orphan: Orphan;
  readonly sweep: Sweep;
  readonly circuit: Circuit;
  readonly grant: Grant;
  readonly share: Share;
  readonly link: Link;
  readonly usage: Usage;
  readonly quota: QuotaUsage;
  readonly tombstone: Tombstone;
  readonly scavenging: Scavenging;
  readonly retention: ProjectRules;
};
export type Kind = keyof Documents;

/** What counts against a project's quotas. */
export type CountedKind = 'cluster' | 'node' | 'action' | 'receiver' | 'schedule' | 'subscription';

/** Enough to find a document: keys begin with the project, so no reference reaches across. */
export type Ref = { readonly project: string; readonly id: string };

/** A document as somebody saw it: the version says what must still be true for a write to hold. */
export type Sighting = Ref & { readonly version: number };

/**
 * A change that commits together with others, or not at all.
 *
 * `put` holds only if the stored version is still `doc.version` (0: there must be none yet) and stores the document with the
 * next version. `remove` and `check` hold on the same condition. What is counted is removed as it was seen, since that says what it counted for.
 */
export type Write =
  | { readonly [K in Kind]: { readonly put: K; readonly doc: Documents[K] } }[Kind]
  | { readonly [K in Kind]: { readonly remove: K; readonly doc: K extends CountedKind ? Documents[K] : Sighting } }[Kind]
  | { readonly check: Kind; readonly doc: Sighting };

export const kindOf = (write: Write): Kind => ('put' in write ? write.put : 'remove' in write ? write.remove : write.check);

/** Each is one item of a DynamoDB transaction. */
export const MOST_WRITES = 100;
