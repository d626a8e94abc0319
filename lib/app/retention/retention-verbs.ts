import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { Json } from '../../domain/kernel/json.ts';
import { holdingFor, type ProjectRules, projectRulesId, readProjectRules } from '../../domain/retention/project-rules.ts';
import { DEFAULT_RULES, type Rule } from '../../domain/retention/rule.ts';
import { type App, untilCommitted } from '../app.ts';
import { mayMean } from '../meant-project.ts';
import type { On, See } from '../verb.ts';

/** How long what a project has is kept. */
export type ProjectRetention = {
  readonly project: string;
  /** What an administrator has set for it. */
  readonly own: readonly Rule[];
  /** What holds for each kind. */
  readonly holding: readonly { readonly rule: Rule; readonly own: boolean }[];
  readonly version: number;
};

/** Retention by the id of a project. Who is no administrator sees the own one. */
export interface RetentionVerbs {
  readonly showProjectRetention: See<{ readonly retention: ProjectRetention }>;
  /** Administrators only, this and the following. The rules take the place of those that the project had. */
  readonly updateProjectRetention: On<{ readonly rules: readonly Json[] }, { readonly retention: ProjectRetention }>;
  /** Back to the installation's rules. */
  readonly resetProjectRetention: See<object>;
}

/** What they set holds from the scavenger's next run on. */
export function retentionVerbs({ store, clock, retention = { rules: DEFAULT_RULES, archive: null } }: App): RetentionVerbs {
  const kept = (project: string) => store.get('retention', { project, id: projectRulesId(project) });
  const seen = (project: string, own: ProjectRules | undefined): ProjectRetention => ({
    project,
    own: own?.rules ?? [],
    holding: holdingFor(project, own, retention.rules),
    version: own?.version ?? 0,
  });

  return {
    async showProjectRetention(caller, project) {
      return mayMean(caller, project) ? { kind: 'ok', retention: seen(project, await kept(project)) } : unknown(project);
    },

    async updateProjectRetention(caller, project, { rules }) {
      if (!mayMean(caller, project)) return unknown(project);
      const read = readProjectRules({ rules }, retention);
      if (read.kind === 'bad') return refused('retention.rule', `${read.complaints.join('; ')}.`);
      return untilCommitted(async () => {
        const before = await kept(project);
        const { id, version } = before ?? { id: projectRulesId(project), version: 0 };
        const doc: ProjectRules = { ...before, id, project, rules: read.rules, updatedAt: clock.now(), version };
        if ((await store.commit([{ put: 'retention', doc }])) === 'stale') return 'stale';
        return { kind: 'ok', retention: seen(project, { ...doc, version: version + 1 }) };
      });
    },

    async resetProjectRetention(caller, project) {
      if (!mayMean(caller, project)) return unknown(project);
      return untilCommitted(async () => {
        const doc = await kept(project);
        return doc && (await store.commit([{ remove: 'retention', doc }])) === 'stale' ? 'stale' : { kind: 'ok' };
      });
    },
  };
}

const unknown = (project: string): Refusal => refused('retention.not-found', `The retention of project '${project}' could not be found.`);
