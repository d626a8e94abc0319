import { makeId, mix } from '../kernel/ids.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { complaintOf, parseRules, type ReadRules } from './read-rules.ts';
import { GONE_BY_THEMSELVES, isArchived, RETAINED_KINDS, type Retention, type Rule, ruleFor } from './rule.ts';

/** How long a project's own documents stay, where an administrator has set it. One per project, under a name that follows from it. */
export type ProjectRules = {
  readonly id: string;
  readonly project: string;
  readonly rules: readonly Rule[];
  readonly updatedAt: Instant;
  readonly version: number;
};

export const projectRulesId = (project: string): string =>
  makeId(instant(0), 0, { high: mix(project, 0x72657461), low: mix(project, 0x72756c65) });

/** What a project is held to, in the order in which it is looked through: its own rules first. */
export const rulesOf = (own: ProjectRules | undefined, rules: readonly Rule[]): readonly Rule[] => [...(own?.rules ?? []), ...rules];

/** The rule that holds for each kind, and whether it is the project's own. Which other projects a rule is about is left out. */
export const holdingFor = (project: string, own: ProjectRules | undefined, rules: readonly Rule[]) =>
  RETAINED_KINDS.flatMap((kind) => {
    const found = ruleFor(rulesOf(own, rules), kind, project);
    if (!found) return [];
    const { projects: _, ...rule } = found;
    return [{ rule, own: own?.rules.includes(found) ?? false }];
  });

/** One project's rules as an administrator writes them, as far as this installation can keep them. @param json as it was parsed */
export function readProjectRules(json: unknown, { rules: installed, archive }: Retention): ReadRules {
  const read = parseRules(json);
  if (read.kind === 'bad') return read;
  const complaints = read.rules.flatMap((rule, i) =>
    complaintsOf(rule, installed, archive).map(([field, message]) => complaintOf(json, { path: ['rules', i, field], message })),
  );
  return complaints.length > 0 ? { kind: 'bad', complaints } : read;
}

const complaintsOf = (
  { kind, projects, disposition }: Rule,
  installed: readonly Rule[],
  archive: string | null,
): readonly (readonly [field: string, message: string])[] => [
  ...(projects ? [['projects', 'the rules are those of one project'] as const] : []),
  ...(disposition === 'archive' && archive === null
    ? [['disposition', 'there is no archive: COPPICE_ARCHIVE does not say where'] as const]
    : []),
  ...(disposition === 'archive' && GONE_BY_THEMSELVES.includes(kind) && !isArchived(installed, kind)
    ? [['disposition', `nothing is left here of a ${kind} that is gone, unless a rule of COPPICE_RETENTION archives some`] as const]
    : []),
];
