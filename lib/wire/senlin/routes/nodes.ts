import type { Clustering, NamedNode } from '../../../app/clustering.ts';
import { NODE_STATUSES } from '../../../domain/cluster/node.ts';
import { textOf } from '../../../domain/spec/scalar.ts';
import type { Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { change, creation } from '../fields/body-shape.ts';
import { notOfType, optional, required } from '../fields/field.ts';
import { pairs } from '../fields/free-form.ts';
import { boolean, name, text } from '../fields/scalars.ts';
import { flag, type ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { accepted, malformed, ok } from '../reply.ts';
import { type Asked, INSIST, lists, param, type Route, replied, takes } from '../route.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { nodeSchema, nodeView } from '../views/node.ts';

const PROFILE = "A profile's name, id or short id.";

const PROTECTED = 'Whether the node is never chosen when its cluster shrinks.';

const newNode = creation(
  'node',
  {
    cluster_id: optional(text, "A cluster's name, id or short id; without one the node is an orphan."),
    metadata: optional(pairs, 'Pairs of your own.'),
    name: required(name, 'In a cluster it is made from `node.name.format` instead.'),
    profile_id: required(text, PROFILE),
    role: optional(text, 'What the node is for.'),
    protected: optional(boolean, PROTECTED, v1(15)),
  },
  { name: 'orphan-1', profile_id: 'sleeper', role: 'worker' },
);

/** What can change about a node. */
export const nodeChanges = {
  metadata: optional(pairs, 'Replaces all pairs.'),
  name: optional(name, 'Another name.'),
  profile_id: optional(text, PROFILE),
  role: optional(text, 'What the node is for.'),
  tainted: optional(boolean, 'Whether the node is the first to go.', v1(13)),
  protected: optional(boolean, PROTECTED, v1(15)),
};
const nodeChange = change('node', nodeChanges, { role: 'primary' });

const LIST: ListShape = {
  filters: { cluster_id: { takes: 'one' }, name: { takes: 'many' }, status: { takes: 'many', of: NODE_STATUSES } },
  sortKeys: ['index', 'name', 'status', 'init_at', 'created_at', 'updated_at'],
  paged: true,
  shared: true,
};
const one = enveloped('node', nodeSchema);
const filed = (version: Microversion) => (named: NamedNode & { readonly actionId: string }) =>
  accepted({ node: nodeView(named, version) }, named.actionId);

export const nodeRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/nodes',
    id: 'listNodes',
    summary: 'List nodes.',
    answer: { status: 200, schema: enveloped('nodes', listOf(nodeSchema)) },
    ...lists(LIST, async ({ caller, version }, request) =>
      replied(await clustering.listNodes(caller, request), ({ nodes }) => ok({ nodes: nodes.map((node) => nodeView(node, version)) })),
    ),
  },
  {
    method: 'POST',
    path: '/nodes',
    id: 'createNode',
    summary: 'Create a node.',
    query: [INSIST],
    answer: { status: 202, schema: one, location: true },
    ...takes(newNode, async ({ caller, version }, { profile_id, cluster_id, ...rest }) =>
      replied(await clustering.createNode(caller, { ...rest, profile: profile_id, cluster: cluster_id || undefined }), filed(version)),
    ),
  },
  {
    method: 'GET',
    path: '/nodes/{node_id}',
    id: 'showNode',
    summary: 'Show a node.',
    query: [{ name: 'show_details', description: 'Whether to ask the cloud for more, which comes as `details`.' }],
    answer: { status: 200, schema: one },
    run: async (asked) => {
      const wanted = new URLSearchParams(asked.query).getAll('show_details').at(-1);
      const details = wanted === undefined ? false : flag('show_details', wanted);
      if (typeof details === 'object') return details;
      return replied(await clustering.showNode(asked.caller, param(asked), { details }), (named) => ({
        ...ok({ node: nodeView(named, asked.version) }),
        version: named.node.version,
      }));
    },
  },
  {
    method: 'PATCH',
    path: '/nodes/{node_id}',
    id: 'updateNode',
    summary: 'Change a node. Answers the node as it was.',
    query: [INSIST],
    answer: { status: 202, schema: one, location: true },
    ...takes(nodeChange, async (asked, { profile_id, ...rest }) =>
      replied(await clustering.updateNode(asked.caller, param(asked), { ...rest, profile: profile_id }), filed(asked.version)),
    ),
  },
  {
    method: 'DELETE',
    path: '/nodes/{node_id}',
    id: 'deleteNode',
    summary: 'Delete a node.',
    body: {
      schema: { type: 'object', properties: { force: { enum: [true, false, 'true', 'false'] } }, required: ['force'] },
      example: { force: true },
      optional: true,
    },
    answer: { status: 202, schema: { type: 'null' }, location: true },
    run: async (asked) => {
      const force = forced(asked);
      if (typeof force === 'object') return force;
      const effective = force && isAtLeast(asked.version, v1(8));
      return replied(await clustering.deleteNode(asked.caller, param(asked), { force: effective }), ({ actionId }) =>
        accepted(null, actionId),
      );
    },
  },
];

/** Unlike clusters, nodes take words here, and insist on them when there is a body. */
function forced({ body }: Asked): boolean | ReturnType<typeof malformed> {
  if (!body || Object.keys(body).length === 0) return false;
  const force = body.force ?? null;
  return force === null ? malformed(notOfType(null, ['boolean'])) : flag('force', textOf(force));
}
