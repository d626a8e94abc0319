import type { Rule } from './rules.ts';
import { isAtLeast, type Standing } from './standing.ts';

/** How what a caller names lies to the caller's project. */
export const RELATIONS = ['own', 'foreign'] as const;
export type Relation = (typeof RELATIONS)[number];

/** `unknown`: it is not there, as far as the caller can tell. */
export type Verdict = 'allowed' | 'forbidden' | 'unknown';

/** Whether somebody may do what a rule is about, to something that lies so. What has no rule nobody may. */
export function judge(rule: Rule | undefined, standing: Standing, relation: Relation): Verdict {
  if (!rule || !isAtLeast(standing, rule.role)) return 'forbidden';
  if (rule.on === 'project' || relation === 'own' || standing === 'admin') return 'allowed';
  return 'unknown';
}
