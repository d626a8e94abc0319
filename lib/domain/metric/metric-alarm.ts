import { namedId } from '../kernel/named-id.ts';
import { type Instant, instant, seconds } from '../kernel/time.ts';
import { type Measured, measuredIn, type Query } from './math/query.ts';

export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

export const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What periods without data count as. */
export const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** What is looked at: a statistic of one metric or, where there are queries, the one line that they come to. Nothing but the period is said of the metric then. */
export type Watched = Measured & { readonly math?: readonly Query[] };

/** When what is looked at is where it should not be. */
export type Rule = {
  readonly evaluationPeriods: number;
  /** So many of them have to be broken. */
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missing: Treatment;
};

export type NamedPolicy = { readonly policyId: string; readonly group: string };

/** What is still to be done for a state the alarm is in. */
export type Pending =
  /** Execute a scaling policy. `again`: not for the change, but for another period in the state. */
  | (NamedPolicy & { readonly again: boolean })
  /** Tell a topic, by its ARN, that it was in another state. */
  | { readonly topic: string; readonly was: AlarmState };

export type MetricAlarm = Watched &
  Rule & {
    readonly id: string;
    readonly project: string;
    readonly user: string;
    readonly region: string;
    readonly name: string;
    readonly description?: string;
    readonly actionsEnabled: boolean;
    /** What is to be told or done in which state: ARNs, as they were given. */
    readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
    /** The policy that has made it for itself, and which executes in ALARM. It comes and goes with the policy. */
    readonly tracks?: NamedPolicy & { readonly policy: string };
    readonly tags: readonly { readonly key: string; readonly value: string }[];
    readonly state: AlarmState;
    readonly reason: string;
    /** JSON, in AWS's form. */
    readonly reasonData: string;
    /** The values that the state is about, oldest first. */
    readonly points: readonly number[];
    readonly stateAt: Instant;
    readonly configuredAt: Instant;
    readonly pending: readonly Pending[];
    /** When it is to be looked at for its metric's sake; null while nothing can change by waiting. */
    readonly lookAt: Instant | null;
    /** When policies were executed again last. */
    readonly repeatedAt: Instant;
    /** `lookAt`, or at once while something is pending. */
    readonly dueAt: Instant | null;
    readonly createdAt: Instant;
    readonly version: number;
  };

export const RECORDS = ['ConfigurationUpdate', 'StateUpdate', 'Action'] as const;

/** What became of an alarm, for two weeks. Outlives it. */
export type AlarmRecord = {
  readonly id: string;
  readonly project: string;
  readonly region: string;
  /** Of the alarm. */
  readonly alarm: string;
  readonly type: (typeof RECORDS)[number];
  readonly summary: string;
  /** JSON. */
  readonly data: string;
  readonly at: Instant;
  readonly forgetAt: Instant;
  readonly version: number;
};

export const RECORDS_KEPT = seconds(14 * 86_400);

export const metricAlarmId = (region: string, name: string): string => namedId('metric-alarm', region, name);

/** The scaling policy that an action of an alarm names; undefined for what is none. */
export function policyIn(action: string): NamedPolicy | undefined {
  const [, policyId, group] =
    /^arn:aws[a-z-]*:autoscaling:[a-z0-9-]+:\d{12}:scalingPolicy:([0-9a-f-]{36}):autoScalingGroupName\/(.+):policyName\/./.exec(action) ??
    [];
  return policyId !== undefined && group !== undefined ? { policyId, group } : undefined;
}

/** The policies that an alarm executes in a state. */
export const policiesOf = ({ actions, tracks }: Pick<MetricAlarm, 'actions' | 'tracks'>, state: AlarmState): readonly NamedPolicy[] => [
  ...(tracks && state === 'ALARM' ? [tracks] : []),
  ...actions[state].flatMap((action) => policyIn(action) ?? []),
];

/** The topics that an alarm tells when it comes into a state. */
export const topicsOf = ({ actions }: Pick<MetricAlarm, 'actions'>, state: AlarmState): readonly string[] =>
  actions[state].filter((action) => /^arn:aws[a-z-]*:sns:/.test(action));

/** With its alarm clock set: what is pending is done at once, whatever the metric does. @param now anything that is not after it */
export const wound = (alarm: MetricAlarm, now: Instant): MetricAlarm => ({
  ...alarm,
  dueAt: alarm.pending.length > 0 ? now : alarm.lookAt,
});

/** The metrics that something looks at. */
export const metricsOf = (watched: Watched): readonly Measured[] => (watched.math ? measuredIn(watched.math) : [watched]);

/** What is said of one metric where there are several: nothing but the period, which all of them have. */
export const mathOf = (queries: readonly Query[]): Watched => ({
  namespace: '',
  metric: '',
  dimensions: [],
  statistic: 'Average',
  period: measuredIn(queries)[0]?.period ?? seconds(60),
  math: queries,
});

/** The end of the period that an instant is in. */
export const periodEnd = ({ period }: Pick<Watched, 'period'>, at: Instant): Instant =>
  instant((Math.floor(at / (period * 1000)) + 1) * period * 1000);
