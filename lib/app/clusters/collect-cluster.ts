import { refused } from '../../domain/kernel/fault.ts';
import type { Json, JsonObject } from '../../domain/kernel/json.ts';
import type { PathQuery } from '../../ports/path-query.ts';
import type { App } from '../app.ts';
import type { Clustering, NamedNode } from '../clustering.ts';
import { lookUp } from '../lookup.ts';
import { describe } from '../nodes/see-nodes.ts';

/**
 * One attribute of every member, picked by a JSONPath. Clouds are only asked for details when the path mentions them.
 *
 * @param shape a node as users see it, which is what the path is evaluated on
 */
export const collectCluster =
  (app: App, paths: PathQuery, shape: (node: NamedNode) => JsonObject): Clustering['collectCluster'] =>
  async (caller, text, { path }) => {
    const found = await lookUp(app.store, caller, 'cluster', text);
    if (found.kind === 'refused') return found;
    const query = paths.compile(path);
    if (!query) return refused('request.malformed', `Invalid attribute path - ${path}.`);
    const cluster = found.doc;
    const members = await app.store.getMany(
      'node',
      cluster.nodes.map((id) => ({ project: cluster.project, id })),
    );
    const attributes = await Promise.all(
      members.map(
        async (node): Promise<{ id: string; value: Json | undefined }> => ({
          id: node.id,
          value: query(shape(await describe(app, node, path.includes('details')))),
        }),
      ),
    );
    return { kind: 'ok', attributes: attributes.flatMap(({ id, value }) => (value === undefined ? [] : [{ id, value }])) };
  };
