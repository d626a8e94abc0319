import { ACCESSES, type Access } from './access.ts';
import type { Rule } from './rule.ts';
import { isAtLeast, type Standing } from './standing.ts';

/** How what a caller names lies to the caller: in their project, in another, or there and given to them. */
export const RELATIONS = ['own', 'foreign', ...ACCESSES] as const;
export type Relation = (typeof RELATIONS)[number];

/** `unknown`: it is not there, as far as the caller can tell. */
export type Verdict = 'allowed' | 'forbidden' | 'unknown';

/** Whether somebody may do what a rule is about, to something that lies so. What has no rule nobody may. */
export function judge(rule: Rule | undefined, standing: Standing, relation: Relation): Verdict {
  if (!rule || !isAtLeast(standing, rule.role)) return 'forbidden';
  if (rule.on === 'project' || relation === 'own') return 'allowed';
  if (rule.on === 'own') return 'unknown';
  if (standing === 'admin') return 'allowed';
  if (relation === 'foreign') return 'unknown';
  return suffices(rule, relation) ? 'allowed' : 'forbidden';
}

/** What a grant may say, for what a rule is about to be done under it. */
export const accessesFor = (rule: Rule): readonly Access[] => ACCESSES.filter((access) => suffices(rule, access));

const suffices = ({ grant }: Rule, access: Access): boolean => grant !== null && ACCESSES.indexOf(access) >= ACCESSES.indexOf(grant);
