import { refused } from '../../../domain/kernel/fault.ts';
import { isPolicyTypeShown } from '../../../domain/policy/catalogue.ts';
import type { PolicyType } from '../../../domain/policy/policy-type.ts';
import { listedProfileTypes, type ProfileTypes } from '../../../domain/profile/catalogue.ts';
import { shownOperations } from '../../../domain/profile/operation.ts';
import { v1 } from '../microversion.ts';
import { ok } from '../reply.ts';
import { param, type Route } from '../route.ts';
import { enveloped, map } from '../views/document-schema.ts';
import { inOrder } from '../views/in-order.ts';
import { listedTypeView, typeListSchema, typeSchema, typeView } from '../views/type.ts';

export type Catalogues = { readonly profileTypes: ProfileTypes; readonly policyTypes: ReadonlyMap<string, PolicyType> };

const unknownType = (word: 'profile_type' | 'policy_type', code: string, name: string) =>
  refused(code, `The ${word} '${name}' could not be found.`);

export const typeRoutes = ({ profileTypes, policyTypes }: Catalogues): readonly Route[] => [
  {
    method: 'GET',
    path: '/profile-types',
    id: 'listProfileTypes',
    summary: 'List what nodes can be.',
    answer: { status: 200, schema: enveloped('profile_types', typeListSchema) },
    run: ({ version }) => ok({ profile_types: listedProfileTypes(profileTypes, version).map((type) => listedTypeView(type, version)) }),
  },
  {
    method: 'GET',
    path: '/profile-types/{profile_type}',
    id: 'showProfileType',
    summary: 'Show what a profile of this type may say.',
    answer: { status: 200, schema: enveloped('profile_type', typeSchema) },
    run: (asked) => {
      const type = profileTypes.get(param(asked));
      return type
        ? ok({ profile_type: typeView(type, asked.version) })
        : unknownType('profile_type', 'profile-type.not-found', param(asked));
    },
  },
  {
    method: 'GET',
    path: '/profile-types/{profile_type}/ops',
    id: 'listOperations',
    summary: 'List what can be asked of nodes of this type.',
    since: v1(4),
    answer: { status: 200, schema: enveloped('operations', map) },
    run: (asked) => {
      const type = profileTypes.get(param(asked));
      // Senlin calls an unknown type a bad request here, and only here.
      return type
        ? ok({ operations: inOrder(shownOperations(type.operations, asked.version)) })
        : unknownType('profile_type', 'reference.not-found', param(asked));
    },
  },
  {
    method: 'GET',
    path: '/policy-types',
    id: 'listPolicyTypes',
    summary: 'List what rules there are.',
    answer: { status: 200, schema: enveloped('policy_types', typeListSchema) },
    run: ({ version }) => {
      const shown = [...policyTypes.values()].filter((type) => isPolicyTypeShown(type, version));
      return ok({ policy_types: shown.map((type) => listedTypeView(type, version)) });
    },
  },
  {
    method: 'GET',
    path: '/policy-types/{policy_type}',
    id: 'showPolicyType',
    summary: 'Show what a policy of this type may say.',
    answer: { status: 200, schema: enveloped('policy_type', typeSchema) },
    run: (asked) => {
      const type = policyTypes.get(param(asked));
      const shown = type && isPolicyTypeShown(type, asked.version);
      return shown ? ok({ policy_type: typeView(type, asked.version) }) : unknownType('policy_type', 'policy-type.not-found', param(asked));
    },
  },
];
