import type { Clustering } from '../../../app/clustering.ts';
import type { ListShape } from '../list-query.ts';
import { ok } from '../reply.ts';
import { lists, param, type Route, replied } from '../route.ts';
import { bindingSchema, bindingView } from '../views/binding.ts';
import { enveloped, listOf } from '../views/document-schema.ts';

const LIST: ListShape = {
  filters: { policy_name: { takes: 'one', of: 'name' }, policy_type: { takes: 'one' }, enabled: { takes: 'one', of: 'boolean' } },
  sortKeys: ['enabled'],
  paged: false,
};

/** Which policies a cluster is bound to. Binding and freeing are actions of the cluster. */
export const bindingRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/clusters/{cluster_id}/policies',
    id: 'listBindings',
    summary: 'List the policies a cluster is bound to.',
    answer: { status: 200, schema: enveloped('cluster_policies', listOf(bindingSchema)) },
    ...lists(LIST, async (asked, { sort, filters }) =>
      replied(await clustering.listBindings(asked.caller, param(asked), { sort, filters }), ({ bindings }) =>
        ok({ cluster_policies: bindings.map(bindingView) }),
      ),
    ),
  },
  {
    method: 'GET',
    path: '/clusters/{cluster_id}/policies/{policy_id}',
    id: 'showBinding',
    summary: 'Show how a cluster is bound to a policy.',
    answer: { status: 200, schema: enveloped('cluster_policy', bindingSchema) },
    run: async (asked) =>
      replied(await clustering.showBinding(asked.caller, param(asked), { policy: param(asked, 1) }), (named) =>
        ok({ cluster_policy: bindingView(named) }),
      ),
  },
];
