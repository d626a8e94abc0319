import type { Action, ClusterActionName } from '../../domain/action/action.ts';
import { machineOf } from '../../domain/action/catalogue.ts';
import { type NewAction, openAction } from '../../domain/action/open.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import { tellEnd, tellStart } from '../../domain/event/tell.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { entrusted } from '../errand.ts';
import { lookUp } from '../lookup.ts';
import type { Answer, Filed } from '../verb.ts';

export type Mark =
  | Refusal
  /** `cluster`: as it is to be. `writes`: what else is marked. */
  | { readonly kind: 'mark'; readonly inputs: JsonObject; readonly cluster: Cluster; readonly writes?: readonly Write[] };

/**
 * Sets marks that take no time, at once and whoever holds the cluster: the marks, an action that has ended, and its events are one commit.
 * Whoever works on the cluster meanwhile finds it written, and reads it again.
 */
export const markCluster = (
  app: App,
  caller: Principal,
  text: string,
  action: ClusterActionName,
  decide: (cluster: Cluster) => Mark | Promise<Mark>,
): Promise<Answer<Filed>> =>
  untilCommitted(async () => {
    const found = await lookUp(app.store, caller, 'cluster', text);
    if (found.kind === 'refused') return found;
    const mark = await decide(found.doc);
    if (mark.kind === 'refused') return mark;
    const errand = await entrusted(app.errand, newId(app));
    if (errand.kind === 'refused') return errand;
    const done = doneAtOnce(app, caller, found.doc, { action, inputs: mark.inputs, id: errand.id, ...errand.origin });
    const now = app.clock.now();
    const begun = tellStart(done, mark.cluster, now);
    const over = tellEnd(done, begun.target, machineOf(action).success, now);
    const committed = await app.store.commit([
      { put: 'cluster', doc: over.target },
      ...(mark.writes ?? []),
      ...errand.writes,
      { put: 'action', doc: done },
      begun.write,
      over.write,
    ]);
    return committed === 'stale' ? 'stale' : { kind: 'ok', actionId: done.id };
  });

function doneAtOnce(
  app: App,
  caller: Principal,
  { id, project, name, timeout }: Cluster,
  made: Pick<NewAction, 'id' | 'action' | 'inputs' | 'origin'>,
): Action {
  const now = app.clock.now();
  const target = { target: id, targetName: name, clusterId: id };
  const opened = openAction({ ...made, project, user: caller.userId, ...target, timeout: seconds(timeout) }, now, now);
  const over = { startedAt: now, endedAt: now, updatedAt: now, dueAt: null };
  return { ...opened, ...over, status: 'SUCCEEDED', statusReason: 'Action completed successfully.' };
}
