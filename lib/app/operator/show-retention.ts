import { type ProjectRules, projectRulesId } from '../../domain/retention/project-rules.ts';
import { DEFAULT_RULES, type Retention } from '../../domain/retention/rule.ts';
import { SCAVENGING, type ScavengerRun } from '../../domain/retention/scavenging.ts';
import type { App } from '../app.ts';

/** The last runs are newest first. */
export type SeenRetention = Retention & {
  readonly runs: readonly ScavengerRun[];
  /** Those that have rules of their own. */
  readonly projects: readonly Pick<ProjectRules, 'project' | 'rules'>[];
};

export async function showRetention({ store, retention = { rules: DEFAULT_RULES, archive: null } }: App): Promise<SeenRetention> {
  const own = await Promise.all(
    (await store.projects()).map((project) => store.get('retention', { project, id: projectRulesId(project) })),
  );
  const projects = own.flatMap((one) => (one ? [{ project: one.project, rules: one.rules }] : []));
  return { ...retention, runs: (await store.get('scavenging', SCAVENGING))?.runs ?? [], projects };
}
