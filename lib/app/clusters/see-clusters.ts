import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { listDocuments } from '../listing.ts';
import { lookUp } from '../lookup.ts';

export const listClusters =
  (app: App): Clustering['listClusters'] =>
  async (caller, request) => {
    const listed = await listDocuments(app.store, caller, 'cluster', request);
    if (listed.kind === 'refused') return listed;
    const names = await app.profileNames.of(listed.docs.map((c) => ({ project: c.project, id: c.profileId })));
    return { kind: 'ok', clusters: listed.docs.map((cluster) => ({ cluster, profileName: names.get(cluster.profileId) ?? '' })) };
  };

export const showCluster =
  (app: App): Clustering['showCluster'] =>
  async (caller, text) => {
    const found = await lookUp(app.store, caller, 'cluster', text);
    return found.kind === 'refused' ? found : { kind: 'ok', cluster: found.doc, profileName: await nameProfile(app, found.doc) };
  };

/** The name of a cluster's or a node's profile. */
export async function nameProfile(app: App, { project, profileId }: Pick<Cluster, 'project' | 'profileId'>): Promise<string> {
  return (await app.profileNames.of([{ project, id: profileId }])).get(profileId) ?? '';
}
