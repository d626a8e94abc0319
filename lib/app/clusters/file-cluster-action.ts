import type { ClusterActionName } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import { entrusted } from '../errand.ts';
import { lookUp } from '../lookup.ts';
import type { Answer, Filed } from '../verb.ts';

/** What a verb decides once it has read the cluster: what to ask of the engine, or why not. */
export type Intent =
  | Refusal
  | {
      readonly kind: 'file';
      readonly action: ClusterActionName;
      readonly inputs: JsonObject;
      /** As it is to be stored along with the action, where that differs from how it was found. */
      readonly cluster?: Cluster;
      readonly writes?: readonly Write[];
      readonly policies?: readonly Policy[];
      readonly force?: boolean;
      readonly patient?: boolean;
    };

/** Finds the cluster, lets the verb decide on it, and files what it decided; all of it again when somebody wrote in between. */
export const fileClusterAction = (
  app: App,
  caller: Principal,
  text: string,
  decide: (cluster: Cluster) => Intent | Promise<Intent>,
): Promise<Answer<Filed & { readonly cluster: Cluster }>> =>
  untilCommitted(async () => {
    const found = await lookUp(app.store, caller, 'cluster', text);
    if (found.kind === 'refused') return found;
    const intent = await decide(found.doc);
    if (intent.kind === 'refused') return intent;

    const { action, inputs, cluster = found.doc, writes = [], policies = [], force, patient } = intent;
    const errand = await entrusted(app.errand, newId(app));
    if (errand.kind === 'refused') return errand;
    const filed = await fileAction(app, {
      action: uponCluster(cluster, { id: errand.id, ...errand.origin, user: caller.userId, action, inputs }),
      cluster,
      writes: [...writes, ...errand.writes],
      policies,
      ...(force && { force }),
      ...(patient && { patient }),
      ...(caller.insists && { insists: true }),
    });
    return filed === 'stale' || filed.kind === 'refused' ? filed : { kind: 'ok', actionId: filed.actionId, cluster };
  });
