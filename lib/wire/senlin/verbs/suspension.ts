import { PROCESSES } from '../../../domain/cluster/suspension.ts';
import { FIRST_BEYOND_SENLIN } from '../../../domain/spec/schema.ts';
import { identityList, listOfChoices } from '../fields/collections.ts';
import { optional, required } from '../fields/field.ts';
import { text } from '../fields/scalars.ts';
import { defineVerb, type Verbs } from '../verb.ts';

const since = FIRST_BEYOND_SENLIN;
const processes = optional(
  listOfChoices(PROCESSES),
  'What the cluster does by itself. Without it everything, and changes by hand as well.',
);
const nodes = required(identityList, 'Names, ids or short ids of members, at most 50.');

export const clusterSuspensionVerbs: Verbs = {
  suspend: defineVerb({
    summary: 'Stop what the cluster does by itself, some of it or all.',
    since,
    fields: { processes, reason: optional(text, 'Why, for people.') },
    example: { processes: ['ReplaceUnhealthy'], reason: 'looking into node 3' },
    run: ({ clustering, caller, text: cluster }, request) => clustering.suspendCluster(caller, cluster, request),
  }),
  resume: defineVerb({
    summary: 'Let what was suspended go on, some of it or all.',
    since,
    fields: { processes },
    example: {},
    run: ({ clustering, caller, text: cluster }, request) => clustering.resumeCluster(caller, cluster, request),
  }),
  protect_nodes: defineVerb({
    summary: 'Let the cluster never choose these members when it shrinks.',
    since,
    fields: { nodes },
    example: { nodes: ['member-1'] },
    run: ({ clustering, caller, text: cluster }, request) => clustering.protectNodes(caller, cluster, { ...request, protect: true }),
  }),
  unprotect_nodes: defineVerb({
    summary: 'Let the cluster choose these members again.',
    since,
    fields: { nodes },
    example: { nodes: ['member-1'] },
    run: ({ clustering, caller, text: cluster }, request) => clustering.protectNodes(caller, cluster, { ...request, protect: false }),
  }),
};

export const nodeSuspensionVerbs: Verbs = {
  suspend: defineVerb({
    summary: 'Pause the node and set it aside: it is not looked after, and not chosen to go.',
    since,
    fields: {},
    example: {},
    run: ({ clustering, caller, text: node }) => clustering.suspendNode(caller, node, {}),
  }),
  resume: defineVerb({
    summary: 'Let a suspended node go on, in the status it had.',
    since,
    fields: {},
    example: {},
    run: ({ clustering, caller, text: node }) => clustering.resumeNode(caller, node, {}),
  }),
};
