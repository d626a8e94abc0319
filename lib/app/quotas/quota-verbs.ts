import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused, transient } from '../../domain/kernel/fault.ts';
import { type Limits, NO_LIMITS } from '../../domain/quota/limits.ts';
import { type QuotaUsage, quotaId, recounted } from '../../domain/quota/usage.ts';
import { effective } from '../../domain/quota/verdict.ts';
import { type App, untilCommitted } from '../app.ts';
import { isProject, mayMean } from '../meant-project.ts';
import type { Answer, On, See } from '../verb.ts';
import { recount, whatIs } from './recount.ts';

/** What a project may have, and what it has. */
export type Quota = { readonly usage: QuotaUsage; readonly limits: Limits; readonly defaults: Limits };

/** Quotas by the id of their project. Who is no administrator sees the own one. */
export interface QuotaVerbs {
  /** Every project that ever owned something; one's own, for who is no administrator. */
  readonly listQuotas: (caller: Principal) => Promise<Answer<{ readonly quotas: readonly Quota[] }>>;
  readonly showQuota: See<{ readonly quota: Quota }>;
  /** Administrators only, this and the following. Lowered below what is in use, a limit refuses growth and nothing else. */
  readonly updateQuota: On<Partial<Limits>, { readonly quota: Quota }>;
  /** Back to the installation's limits. */
  readonly resetQuota: See<object>;
  /** Counts afresh what there is, and puts right what was counted wrongly. */
  readonly recountQuota: See<{ readonly quota: Quota }>;
}

export function quotaVerbs(app: App): QuotaVerbs {
  const { store, clock } = app;
  const defaults = app.quotas ?? NO_LIMITS;
  const quotaOf = (usage: QuotaUsage): Quota => ({ usage, limits: effective(usage.limits, defaults), defaults });

  /** Of a project of which nothing is known yet, and nothing is to be kept because somebody looks. */
  async function see(project: string): Promise<QuotaUsage> {
    const usage = await store.get('quota', { project, id: quotaId(project) });
    return usage ?? recounted(project, undefined, await whatIs(store, project), clock.now());
  }

  const change = (caller: Principal, project: string, limits: (own: Partial<Limits>) => Partial<Limits>) =>
    untilCommitted(async (): Promise<Answer<{ readonly quota: Quota }> | 'stale'> => {
      if (!mayMean(caller, project)) return unknown(project);
      const usage = await see(project);
      const changed: QuotaUsage = {
        ...usage,
        limits: limits(usage.limits),
        recountedTo: usage.recountedTo === usage.version ? usage.version + 1 : usage.recountedTo,
      };
      if ((await store.commit([{ put: 'quota', doc: changed }])) === 'stale') return 'stale';
      return { kind: 'ok', quota: quotaOf({ ...changed, version: changed.version + 1 }) };
    });

  return {
    async listQuotas(caller) {
      const projects = caller.isAdmin ? (await store.projects()).filter(isProject) : [caller.projectId];
      const usages = await Promise.all(projects.map(see));
      return { kind: 'ok', quotas: usages.map(quotaOf) };
    },

    async showQuota(caller, project) {
      return mayMean(caller, project) ? { kind: 'ok', quota: quotaOf(await see(project)) } : unknown(project);
    },

    updateQuota: (caller, project, limits) => change(caller, project, (own) => ({ ...own, ...limits })),

    async resetQuota(caller, project) {
      const reset = await change(caller, project, () => ({}));
      return reset.kind === 'refused' ? reset : { kind: 'ok' };
    },

    async recountQuota(caller, project) {
      if (!mayMean(caller, project)) return unknown(project);
      const usage = await recount({ store, clock }, project);
      return usage ? { kind: 'ok', quota: quotaOf(usage) } : busy;
    },
  };
}

const unknown = (project: string): Refusal => refused('quota.not-found', `The quotas of project '${project}' could not be found.`);
const busy: Refusal = {
  kind: 'refused',
  fault: transient('quota.busy', 'So much comes and goes in this project that it could not be counted: ask again in a moment.'),
};
