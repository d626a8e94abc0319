import type { Node } from '../../domain/cluster/node.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { isCompanion } from '../../domain/orphan/companion.ts';
import type { Orphan } from '../../domain/orphan/orphan.ts';
import { tellOrphan } from '../../domain/orphan/tell-orphan.ts';
import { type App, untilCommitted } from '../app.ts';
import { lookUp } from '../lookup.ts';
import { adopteeOf, inspect } from '../nodes/adopt-node.ts';
import type { OrphanVerbs } from './keeping-orphans.ts';

/**
 * Makes a node of a resource that we made and nobody remembers. The node gets the resource's token, so that its driver knows it for its own in all things;
 * that its mark names another node is written down beside it, and put right where marks can change.
 */
export const adoptOrphan =
  (app: App): OrphanVerbs['adoptOrphan'] =>
  async (caller, text, request) => {
    const made = await untilCommitted(async () => {
      const found = await lookUp(app.store, caller, 'orphan', text);
      if (found.kind === 'refused') return found;
      const orphan = found.doc;
      const refusal = whyNot(orphan);
      if (refusal) return refusal;
      const { physicalId, profileType: type, mark } = orphan;
      if (isCompanion(type)) return refused('orphan.member', `A ${type.replaceAll('-', ' ')} cannot become a node.`);
      const seen = await inspect(app, { identity: physicalId, type, overrides: request.overrides }, mark.token);
      if (seen.kind === 'refused') return seen;

      const projectId = orphan.proof === 'signed' ? orphan.project : caller.projectId;
      // Clouds tell of it by its own name, or by a mark that names nobody: so it is found by that name.
      const memory = { ...seen.memory, adopted: 'orphan' };
      const { node: plain, profile } = adopteeOf(app, { ...caller, projectId }, { ...request, type }, { ...seen, memory });
      const node: Node = { ...plain, token: mark.token };
      const reason = `It is the node '${node.name}' now`;
      const doc: Orphan = { ...orphan, status: 'ADOPTED', statusReason: reason, removeAt: null, adoptedBy: node.id, adoptedIn: projectId };
      const told = orphan.proof === 'signed' ? [tellOrphan(doc, 'orphan-adopted', reason, app.clock.now(), { user: caller.userId })] : [];
      // All in one: whoever is removing it at this moment has written so, and then it is not adopted.
      const answer = await app.store.commit([
        { put: 'profile', doc: profile },
        { put: 'node', doc: node },
        { put: 'orphan', doc },
        ...told,
      ]);
      return answer === 'stale' ? 'stale' : ({ kind: 'ok', node, profileName: profile.name } as const);
    });
    if (made.kind === 'ok') await own(app, made.node);
    return made;
  };

export function whyNot({ status, proof, physicalId }: Orphan): Refusal | undefined {
  if (proof === 'forged') return refused('orphan.forged', `The mark of '${physicalId}' is not genuine: nothing is done with it here.`);
  if (status === 'ADOPTED') return refused('orphan.adopted', `The resource '${physicalId}' has been adopted already.`);
  if (status === 'REMOVING') return refused('orphan.removing', `The resource '${physicalId}' is being removed.`);
  return undefined;
}

/** Nothing depends on it: who cannot rewrite marks, or was asked in vain, leaves the node as it is. */
async function own(app: App, { token, physicalId, memory, profileType, project, id, name }: Node): Promise<void> {
  const owner = { project, clusterId: '', nodeId: id, nodeName: name, index: -1, role: '' };
  await app.drivers(profileType)?.own({ token: id, resource: { token, physicalId, memory, owner, properties: {} } });
}
