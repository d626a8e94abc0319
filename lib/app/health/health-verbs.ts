import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import { type Admission, admit } from '../../domain/health/admission.ts';
import { reset } from '../../domain/health/make-watch.ts';
import { patientsAmong } from '../../domain/health/round.ts';
import { mostAtOnce } from '../../domain/health/rule.ts';
import { tellTurn } from '../../domain/health/tell-health.ts';
import type { Watch } from '../../domain/health/watch.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { type App, untilCommitted } from '../app.ts';
import { lookUp } from '../lookup.ts';
import type { Answer, On, See } from '../verb.ts';
import { whenHealingResumes } from './healing-hours.ts';

/** How a cluster's health is being looked after. */
export type ClusterHealth = {
  readonly watch: Watch;
  /** How many recoveries there may be at once, in a cluster of this size. */
  readonly limit: number;
  /** Members that are ill and are not being recovered, with what they wait for. */
  readonly waiting: Admission['waiting'];
};

export interface HealthVerbs {
  readonly showHealth: See<{ readonly health: ClusterHealth }>;
  /** Closes the breaker and forgets every pause. */
  readonly resetHealth: On<object, { readonly health: ClusterHealth }>;
}

export const healthVerbs = (app: App): HealthVerbs => ({
  async showHealth(caller, text) {
    const found = await watched(app, caller, text);
    return found.kind === 'refused' ? found : { kind: 'ok', health: await described(app, found) };
  },

  async resetHealth(caller, text) {
    return untilCommitted(async () => {
      const found = await watched(app, caller, text);
      if (found.kind === 'refused') return found;
      const { cluster, watch } = found;
      const now = app.clock.now();
      const next = reset(watch, now);
      const told = tellTurn(cluster, watch.breaker, next, now);
      const counted: Write[] = told.cluster === cluster ? [] : [{ put: 'cluster', doc: told.cluster }];
      if ((await app.store.commit([{ put: 'watch', doc: next }, ...counted, ...told.writes])) === 'stale') return 'stale';
      await app.nudges.send([{ project: watch.project, id: watch.id, queue: 'health', kind: 'watch' }]);
      return { kind: 'ok', health: await described(app, { cluster, watch: next }) };
    });
  },
});

type Watched = { readonly cluster: Cluster; readonly watch: Watch };

async function watched({ store }: App, caller: Principal, text: string): Promise<Answer<Watched>> {
  const found = await lookUp(store, caller, 'cluster', text);
  if (found.kind === 'refused') return found;
  const { project, id } = found.doc;
  const watch = await store.get('watch', { project, id });
  if (!watch) return refused('watch.not-found', `No health policy is attached to the cluster '${text}'.`);
  return { kind: 'ok', cluster: found.doc, watch };
}

/** What would be decided now: whoever would begin is told as waiting too, since nobody has begun it. */
async function described(app: App, { cluster, watch }: Watched): Promise<ClusterHealth> {
  const { store, clock } = app;
  const { project, nodes } = cluster;
  const members = await store.getMany(
    'node',
    nodes.map((id) => ({ project, id })),
  );
  const resumes = await whenHealingResumes(app, cluster, clock.now());
  if (resumes !== undefined) {
    const all = patientsAmong(members, cluster.id).map((patient) => ({ ...patient, why: 'window', until: resumes }) as const);
    return { watch, limit: mostAtOnce(watch.rule.limit, members.length), waiting: all };
  }
  const { begin, waiting } = admit(watch, patientsAmong(members, cluster.id), members.length, clock.now(), () => '');
  const next = begin.map((patient) => ({ ...patient, why: 'turn', until: null }) as const);
  return { watch, limit: mostAtOnce(watch.rule.limit, members.length), waiting: [...next, ...waiting] };
}
