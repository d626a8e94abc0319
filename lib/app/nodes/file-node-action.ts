import type { NodeActionName } from '../../domain/action/action.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Write } from '../../domain/documents.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { type App, newId, untilCommitted } from '../app.ts';
import { fileAction } from '../engine/file-action.ts';
import { entrusted } from '../errand.ts';
import { lookUp } from '../lookup.ts';
import type { Answer, Filed } from '../verb.ts';

export type Intent =
  | Refusal
  | {
      readonly kind: 'file';
      readonly action: NodeActionName;
      readonly inputs: JsonObject;
      readonly writes?: readonly Write[];
      readonly force?: boolean;
    };

/** Finds the node, lets the verb decide on it, and files what it decided; all of it again when somebody wrote in between. */
export const fileNodeAction = (
  app: App,
  caller: Principal,
  text: string,
  decide: (node: Node) => Intent | Promise<Intent>,
): Promise<Answer<Filed & { readonly node: Node }>> =>
  untilCommitted(async () => {
    const found = await lookUp(app.store, caller, 'node', text);
    if (found.kind === 'refused') return found;
    const node = found.doc;
    const intent = await decide(node);
    if (intent.kind === 'refused') return intent;

    const { project, id, name, clusterId } = node;
    const { action, inputs, writes = [], force } = intent;
    const errand = await entrusted(app.errand, newId(app));
    if (errand.kind === 'refused') return errand;
    const cluster = clusterId === '' ? undefined : await app.store.get('cluster', { project, id: clusterId });
    const filed = await fileAction(app, {
      action: {
        id: errand.id,
        ...errand.origin,
        project,
        user: caller.userId,
        action,
        target: id,
        targetName: name,
        clusterId,
        inputs,
        timeout: app.defaultTimeout,
      },
      node,
      cluster,
      writes: [...writes, ...errand.writes],
      ...(force && { force }),
      ...(caller.insists && { insists: true }),
    });
    return filed === 'stale' || filed.kind === 'refused' ? filed : { kind: 'ok', actionId: filed.actionId, node };
  });
