import type { Clustering, NamedCluster } from '../../../app/clustering.ts';
import { CLUSTER_STATUSES } from '../../../domain/cluster/cluster.ts';
import type { Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { change, creation, flat } from '../fields/body-shape.ts';
import { optional, required } from '../fields/field.ts';
import { freeForm, pairs } from '../fields/free-form.ts';
import { boolean, capacity, name, nonNegativeInteger, text } from '../fields/scalars.ts';
import { flag, type ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { accepted, type malformed, ok } from '../reply.ts';
import { type Asked, INSIST, lists, param, type Route, replied, takes } from '../route.ts';
import { batching, readBatching } from '../verbs/batching.ts';
import { clusterSchema, clusterView } from '../views/cluster.ts';
import { enveloped, listOf } from '../views/document-schema.ts';

const PROFILE = "A profile's name, id or short id.";
const TIMEOUT = 'Seconds that any action on the cluster may take; 0 is the default of 3600.';

const newCluster = creation(
  'cluster',
  {
    name: required(name, 'Need not be unique.'),
    profile_id: required(text, PROFILE),
    min_size: optional(capacity(0), 'The least number of nodes.'),
    max_size: optional(capacity(-1), 'The greatest number of nodes; -1 and 0 mean no bound.'),
    desired_capacity: optional(capacity(0), 'How many nodes to make.'),
    metadata: optional(pairs, 'Pairs of your own.'),
    timeout: optional(nonNegativeInteger, TIMEOUT),
    config: optional(
      freeForm,
      'Settings, such as `node.name.format`, `node.metadata`, the metadata of every node it gets from then on, or `node.follows_profile`: whether a node that is made anew is made of the profile that the cluster has by then.',
    ),
  },
  { name: 'web', profile_id: 'sleeper', min_size: 1, max_size: 5, desired_capacity: 3 },
);

/** What can change about a cluster. */
export const clusterChanges = {
  name: optional(name, 'Another name.'),
  profile_id: optional(text, PROFILE),
  metadata: optional(pairs, 'Replaces all pairs.'),
  timeout: optional(nonNegativeInteger, TIMEOUT),
  profile_only: optional(boolean, 'Whether to leave the nodes as they are.', v1(6)),
  config: optional(freeForm, 'Replaces all settings.', v1(7)),
  ...batching,
};
const clusterChange = change('cluster', clusterChanges, { profile_id: 'sleeper-2' });

const FORCE = 'Whether to go ahead whatever the cluster is doing. Ignored below microversion 1.8.';
const deletion = flat({ force: optional(boolean, FORCE) }, { force: true });

const LIST: ListShape = {
  filters: { name: { takes: 'many' }, status: { takes: 'many', of: CLUSTER_STATUSES } },
  sortKeys: ['name', 'status', 'init_at', 'created_at', 'updated_at'],
  paged: true,
  shared: true,
  quotesUnknown: true,
};
const one = enveloped('cluster', clusterSchema);
const filed = (version: Microversion) => (named: NamedCluster & { readonly actionId: string }) =>
  accepted({ cluster: clusterView(named, version) }, named.actionId);

/** Zero is how many clients say "no": no bound, no timeout of their own. */
const noneIfZero = (value: number | undefined): number | undefined => (value === 0 ? undefined : value);

export const clusterRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/clusters',
    id: 'listClusters',
    summary: 'List clusters.',
    answer: { status: 200, schema: enveloped('clusters', listOf(clusterSchema)) },
    ...lists(LIST, async ({ caller, version }, request) =>
      replied(await clustering.listClusters(caller, request), ({ clusters }) =>
        ok({ clusters: clusters.map((named) => clusterView(named, version)) }),
      ),
    ),
  },
  {
    method: 'POST',
    path: '/clusters',
    id: 'createCluster',
    summary: 'Create a cluster.',
    answer: { status: 202, schema: one, location: true },
    ...takes(newCluster, async ({ caller, version }, cluster) => {
      const { profile_id, min_size, max_size, desired_capacity, timeout, ...rest } = cluster;
      const sizes = { minSize: min_size, maxSize: noneIfZero(max_size), desiredCapacity: desired_capacity };
      return replied(
        await clustering.createCluster(caller, { ...rest, ...sizes, profile: profile_id, timeout: noneIfZero(timeout) }),
        filed(version),
      );
    }),
  },
  {
    method: 'GET',
    path: '/clusters/{cluster_id}',
    id: 'showCluster',
    summary: 'Show a cluster.',
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showCluster(asked.caller, param(asked)), (named) => ({
        ...ok({ cluster: clusterView(named, asked.version) }),
        version: named.cluster.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/clusters/{cluster_id}',
    id: 'updateCluster',
    summary: 'Change a cluster; another profile changes its nodes as well. Answers the cluster as it was.',
    query: [INSIST],
    answer: { status: 202, schema: one, location: true },
    ...takes(clusterChange, async (asked, { profile_id, profile_only, batch_size, pause_time, ...rest }) =>
      replied(
        await clustering.updateCluster(asked.caller, param(asked), {
          ...rest,
          profile: profile_id,
          profileOnly: profile_only,
          ...readBatching({ batch_size, pause_time }),
        }),
        filed(asked.version),
      ),
    ),
  },
  {
    method: 'DELETE',
    path: '/clusters/{cluster_id}',
    id: 'deleteCluster',
    summary: 'Delete a cluster with its nodes.',
    query: [{ name: 'force', description: FORCE }],
    body: { ...deletion, optional: true },
    answer: { status: 202, schema: { type: 'null' }, location: true },
    run: async (asked) => {
      const force = forced(asked);
      if (typeof force === 'object') return force;
      const effective = force && isAtLeast(asked.version, v1(8));
      return replied(await clustering.deleteCluster(asked.caller, param(asked), { force: effective }), ({ actionId }) =>
        accepted(null, actionId),
      );
    },
  },
];

/** The query speaks first, then the body. */
function forced({ query, body, version }: Asked): boolean | ReturnType<typeof malformed> {
  const asked = new URLSearchParams(query).getAll('force').at(-1);
  if (asked !== undefined) return flag('force', asked);
  if (!body || Object.keys(body).length === 0) return false;
  const reading = deletion.read({ force: body.force ?? null }, version);
  return reading.kind === 'malformed' ? reading : (reading.value.force ?? false);
}
