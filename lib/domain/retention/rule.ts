import { type Seconds, seconds } from '../kernel/time.ts';

/** What can be kept for a time: what only ever grows, and what is left of clusters and nodes that are gone. */
export const RETAINED_KINDS = ['event', 'action', 'letter', 'execution', 'cluster', 'node'] as const;
export type RetainedKind = (typeof RETAINED_KINDS)[number];

/** Gone by themselves: runs once their lifetime is over, clusters and nodes once they are deleted. A rule can only say whether the archive gets what they were last. */
export const GONE_BY_THEMSELVES: readonly RetainedKind[] = ['execution', 'cluster', 'node'];

/** How long documents of a kind stay, and what becomes of them. What passes either limit goes. */
export type Rule = {
  readonly name: string;
  readonly kind: RetainedKind;
  /** Ids of projects; everybody's, if not said. */
  readonly projects?: readonly string[];
  /** Counted from when it was over. */
  readonly maxAge?: Seconds;
  /** So many of the newest stay, in the project or of each object. */
  readonly maxCount?: number;
  readonly per?: 'project' | 'object';
  /** What failed stays for so long instead, whatever the limits say, and is not counted. */
  readonly keepFailed?: Seconds | 'forever';
  readonly disposition: 'delete' | 'archive' | 'keep';
};

const DAY = 86_400;

/** What holds where an operator says nothing. */
export const DEFAULT_RULES: readonly Rule[] = [
  { name: 'default-event', kind: 'event', maxAge: seconds(30 * DAY), keepFailed: seconds(90 * DAY), disposition: 'delete' },
  { name: 'default-action', kind: 'action', maxAge: seconds(30 * DAY), keepFailed: seconds(90 * DAY), disposition: 'delete' },
  { name: 'default-letter', kind: 'letter', maxAge: seconds(30 * DAY), disposition: 'delete' },
  { name: 'default-execution', kind: 'execution', disposition: 'delete' },
  { name: 'default-cluster', kind: 'cluster', disposition: 'delete' },
  { name: 'default-node', kind: 'node', disposition: 'delete' },
];

/** What an operator decides about all that. */
export type Retention = {
  /** The first that is about something holds. */
  readonly rules: readonly Rule[];
  /** Where archives go, for people; null: nowhere. */
  readonly archive: string | null;
};

/** The first rule that is about it. */
export const ruleFor = (rules: readonly Rule[], kind: RetainedKind, project: string): Rule | undefined =>
  rules.find((rule) => rule.kind === kind && (rule.projects?.includes(project) ?? true));

/** Whether anybody's documents of a kind are archived: then they may not go before the archive has them. */
export const isArchived = (rules: readonly Rule[], kind: RetainedKind): boolean =>
  rules.some((rule) => rule.kind === kind && rule.disposition === 'archive');
