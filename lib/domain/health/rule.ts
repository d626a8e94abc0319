import type { JsonObject } from '../kernel/json.ts';
import type { Seconds } from '../kernel/time.ts';

/** How a node is found to be ill. */
export type DetectionMode =
  /** Its driver is asked. */
  | { readonly type: 'NODE_STATUS_POLLING' }
  /** A URL of its own is asked for. */
  | ({ readonly type: 'NODE_STATUS_POLL_URL' } & PollUrl)
  /** The driver is asked how the machine is that it runs on. */
  | { readonly type: 'HYPERVISOR_STATUS_POLLING' }
  /** The load balancer is asked. */
  | { readonly type: 'LB_STATUS_POLLING' }
  /** Nobody is asked: somebody tells. */
  | { readonly type: 'LIFECYCLE_EVENTS' };

export type PollUrl = {
  /** With `{nodename}` and the like still in it. */
  readonly url: string;
  readonly verifyCertificate: boolean;
  /** Whether a server that does not answer counts as ill, or says nothing. */
  readonly silenceIsIllness: boolean;
  /** What the answer of a healthy node contains; empty: anything will do. */
  readonly expected: string;
  readonly attempts: number;
  readonly pause: Seconds;
};

/** So many recoveries at once, or such a part of the cluster. */
export type Limit = { readonly kind: 'count' | 'percentage'; readonly number: number };

/** When a cluster's recoveries are stopped altogether. */
export type BreakerRule = {
  /** Percent of the members: more of them unhealthy within the window open it. */
  readonly share: number;
  readonly window: Seconds;
  /** So many recoveries that failed in a row open it. */
  readonly failures: number;
  /** How long it stays open the first time. */
  readonly coolDown: Seconds;
};

/** A health policy as it is followed: read once, when it is attached. */
export type HealthRule = {
  readonly modes: readonly DetectionMode[];
  /** Between two rounds. */
  readonly interval: Seconds;
  /** Nodes that changed less than this long ago are not judged. */
  readonly settling: Seconds;
  readonly illWhen: 'ANY_FAILED' | 'ALL_FAILED';
  /** What every recovery is told. */
  readonly recovery: JsonObject;
  readonly limit: Limit;
  readonly breaker: BreakerRule;
};

const POLLS: ReadonlySet<string> = new Set<DetectionMode['type']>([
  'NODE_STATUS_POLLING',
  'NODE_STATUS_POLL_URL',
  'HYPERVISOR_STATUS_POLLING',
  'LB_STATUS_POLLING',
]);

/** The modes that ask, in the order in which they are named. */
export const pollingModes = ({ modes }: Pick<HealthRule, 'modes'>): readonly DetectionMode[] => modes.filter(({ type }) => POLLS.has(type));

/** Whether there are rounds. */
export const isPolled = (rule: Pick<HealthRule, 'modes'>): boolean => pollingModes(rule).length > 0;

/** Whether what is told counts. */
export const listens = ({ modes }: Pick<HealthRule, 'modes'>): boolean => modes.some(({ type }) => type === 'LIFECYCLE_EVENTS');

/** How many recoveries there may be at once in a cluster of this size: a part is rounded up, and one is always possible. */
export const mostAtOnce = ({ kind, number }: Limit, size: number): number =>
  Math.max(1, kind === 'count' ? number : Math.ceil((number * size) / 100));

/** `3`, or `33%`; undefined for what is neither. */
export function limitOf(text: string): Limit | undefined {
  const [, digits, percent] = /^([1-9]\d{0,4})(%?)$/.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (percent === '') return { kind: 'count', number };
  return number <= 100 ? { kind: 'percentage', number } : undefined;
}
