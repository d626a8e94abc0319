import type { Clustering } from '../../../app/clustering.ts';
import { change, creation } from '../fields/body-shape.ts';
import { required } from '../fields/field.ts';
import { json, name } from '../fields/scalars.ts';
import type { ListShape } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { created, nothing, ok } from '../reply.ts';
import { lists, param, type Route, replied, takes } from '../route.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { policySchema, policyView, validatedPolicyView } from '../views/policy.ts';
import { warned, withWarnings } from '../views/warnings.ts';

const spec = { ...json, schema: { $ref: '#/components/schemas/PolicySpec' } };
const SPEC = 'The rule: `type`, `version`, `properties` and, if you like, a `description`.';
const exampleSpec = { type: 'senlin.policy.deletion', version: '1.1', properties: { criteria: 'OLDEST_FIRST' } };

const newPolicy = creation(
  'policy',
  { name: required(name, 'Need not be unique.'), spec: required(spec, SPEC) },
  { name: 'oldest-first', spec: exampleSpec },
);
const policyToValidate = creation('policy', { spec: required(spec, SPEC) }, { spec: exampleSpec });
const policyChange = change('policy', { name: required(name, 'Another name.') }, { name: 'eldest-first' });

const LIST: ListShape = {
  filters: { name: { takes: 'many' }, type: { takes: 'many' } },
  sortKeys: ['type', 'name', 'created_at', 'updated_at'],
  paged: true,
  shared: true,
};
const one = enveloped('policy', policySchema);

export const policyRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/policies',
    id: 'listPolicies',
    summary: 'List policies.',
    answer: { status: 200, schema: enveloped('policies', listOf(policySchema)) },
    ...lists(LIST, async ({ caller }, request) =>
      replied(await clustering.listPolicies(caller, request), ({ policies }) => ok({ policies: policies.map(policyView) })),
    ),
  },
  {
    method: 'POST',
    path: '/policies',
    id: 'createPolicy',
    summary: 'Create a policy.',
    answer: { status: 201, schema: withWarnings('policy', policySchema) },
    ...takes(newPolicy, async ({ caller, version }, policy) =>
      replied(await clustering.createPolicy(caller, policy), (made) =>
        warned(created({}), 'policy', policyView(made.policy), made.warnings, version),
      ),
    ),
  },
  {
    method: 'POST',
    path: '/policies/validate',
    id: 'validatePolicy',
    summary: 'Validate a spec without keeping it.',
    since: v1(2),
    harmless: true,
    answer: { status: 200, schema: withWarnings('policy', policySchema) },
    ...takes(policyToValidate, async ({ caller, version }, policy) =>
      replied(await clustering.validatePolicy(caller, policy), (seen) =>
        warned(ok({}), 'policy', validatedPolicyView(seen.policy), seen.warnings, version),
      ),
    ),
  },
  {
    method: 'GET',
    path: '/policies/{policy_id}',
    id: 'showPolicy',
    summary: 'Show a policy.',
    answer: { status: 200, schema: one },
    run: async (asked) =>
      replied(await clustering.showPolicy(asked.caller, param(asked)), ({ policy }) => ({
        ...ok({ policy: policyView(policy) }),
        version: policy.version,
      })),
  },
  {
    method: 'PATCH',
    path: '/policies/{policy_id}',
    id: 'updatePolicy',
    summary: 'Change the name of a policy. A spec never changes.',
    answer: { status: 200, schema: one },
    ...takes(policyChange, async (asked, changes) =>
      replied(await clustering.updatePolicy(asked.caller, param(asked), changes), ({ policy }) => ok({ policy: policyView(policy) })),
    ),
  },
  {
    method: 'DELETE',
    path: '/policies/{policy_id}',
    id: 'deletePolicy',
    summary: 'Delete a policy that no cluster is bound to.',
    answer: { status: 204 },
    run: async (asked) => replied(await clustering.deletePolicy(asked.caller, param(asked)), () => nothing),
  },
];
