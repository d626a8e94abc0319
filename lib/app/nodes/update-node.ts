import type { Node } from '../../domain/cluster/node.ts';
import type { Write } from '../../domain/documents.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { holding } from '../../domain/permission/holding.ts';
import type { App } from '../app.ts';
import type { Clustering, UpdateNode } from '../clustering.ts';
import { nameProfile } from '../clusters/see-clusters.ts';
import { lookUpForUse } from '../lookup.ts';
import { beginUse } from '../uses/begin-use.ts';
import { fileNodeAction } from './file-node-action.ts';

export const updateNode =
  (app: App): Clustering['updateNode'] =>
  async (caller, text, request) => {
    const filed = await fileNodeAction(app, caller, text, async (node) => {
      const changes = await changesOf(app, caller, node, request);
      if (changes.kind === 'refused') return changes;
      if (Object.keys(changes.inputs).length === 0) return refused('request.malformed', 'No property needs an update.');
      return { ...changes, action: 'NODE_UPDATE' };
    });
    return filed.kind === 'refused' ? filed : { ...filed, profileName: await nameProfile(app, filed.node) };
  };

async function changesOf(
  app: App,
  caller: Principal,
  node: Node,
  request: UpdateNode,
): Promise<Refusal | { readonly kind: 'file'; readonly inputs: JsonObject; readonly writes: readonly Write[] }> {
  const { name, role, metadata, tainted } = request;
  const inputs: JsonObject = {
    ...(name !== undefined && name !== node.name && { name }),
    ...(role !== undefined && role !== node.role && { role }),
    ...(metadata !== undefined && JSON.stringify(metadata) !== JSON.stringify(node.metadata) && { metadata }),
    ...(tainted !== undefined && tainted !== node.tainted && { tainted }),
    ...(request.protected !== undefined && request.protected !== (node.protected ?? false) && { protected: request.protected }),
  };
  if (request.profile === undefined) return { kind: 'file', inputs, writes: [] };
  const found = await lookUpForUse(app.store, caller, 'profile', request.profile, node.project);
  if (found.kind === 'refused') return found;
  if (found.doc.type !== node.profileType)
    return refused('request.malformed', 'Cannot update a node to a different profile type, operation aborted.');
  if (found.doc.id === node.profileId) return { kind: 'file', inputs, writes: [] };
  return {
    kind: 'file',
    inputs: { ...inputs, new_profile_id: found.doc.id },
    writes: [holding('profile', found.doc), ...(await beginUse(app.store, node.project, found.doc))],
  };
}
