import type { Resource } from '../../domain/action/call.ts';
import { ownerOf, placed } from '../../domain/action/leaf.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { propertiesOf } from '../../domain/profile/properties.ts';
import type { App } from '../app.ts';
import type { Clustering, NamedNode } from '../clustering.ts';
import { nameProfile } from '../clusters/see-clusters.ts';
import { listDocuments, pageOf } from '../listing.ts';
import { lookUp } from '../lookup.ts';
import { readOneUsed } from '../uses/read-used.ts';

/** With a filter on the cluster only its members are read. */
export const listNodes =
  (app: App): Clustering['listNodes'] =>
  async (caller, request) => {
    const { cluster_id: clusterIds, ...filters } = request.filters;
    const [text] = clusterIds ?? [];
    if (text === undefined) {
      const listed = await listDocuments(app.store, caller, 'node', request);
      return listed.kind === 'refused' ? listed : { kind: 'ok', nodes: await named(app, listed.docs) };
    }
    if (request.globalProject && !caller.isAdmin) return refused('forbidden', 'You are not authorized to complete this operation.');
    const found = await lookUp(app.store, caller, 'cluster', text);
    if (found.kind === 'refused') {
      return found.fault.code === 'cluster.not-found' ? refused('reference.not-found', `Cannot find the given cluster: ${text}.`) : found;
    }
    const { project, nodes: ids } = found.doc;
    const members = await app.store.getMany(
      'node',
      ids.map((id) => ({ project, id })),
    );
    const page = pageOf('node', members, { ...request, filters });
    return { kind: 'ok', nodes: await named(app, page) };
  };

export const showNode =
  (app: App): Clustering['showNode'] =>
  async (caller, text, { details }) => {
    const found = await lookUp(app.store, caller, 'node', text);
    return found.kind === 'refused' ? found : { kind: 'ok', ...(await describe(app, found.doc, details)) };
  };

/** @param details ask the cloud as well; what it answers instead of details is shown as an error in their place */
export async function describe(app: App, node: Node, details: boolean): Promise<NamedNode> {
  const profileName = await nameProfile(app, node);
  if (!details || node.physicalId === null) return { node, profileName };
  return { node, profileName, details: await detailsOf(app, node) };
}

async function detailsOf(app: App, node: Node): Promise<JsonObject> {
  const driver = app.drivers(node.profileType);
  if (!driver) return { Error: { code: 501, message: `No driver is configured for profile type '${node.profileType}'.` } };
  const answer = await driver.details(await resourceFor(app, node));
  return answer.kind === 'ok'
    ? answer.details
    : { Error: { code: answer.fault.kind === 'transient' ? 503 : 404, message: answer.fault.message } };
}

export async function resourceFor(app: App, node: Node): Promise<Resource> {
  const profile = await readOneUsed(app.store, 'profile', { project: node.project, id: node.profileId });
  const { token, physicalId, memory } = node;
  return { token, physicalId, memory, owner: ownerOf(node), properties: profile ? propertiesOf(profile) : {}, ...placed(node) };
}

async function named(app: App, nodes: readonly Node[]): Promise<readonly NamedNode[]> {
  const names = await app.profileNames.of(nodes.map((n) => ({ project: n.project, id: n.profileId })));
  return nodes.map((node) => ({ node, profileName: names.get(node.profileId) ?? '' }));
}
