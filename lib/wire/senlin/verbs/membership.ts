import { isJsonObject } from '../../../domain/kernel/json.ts';
import { identityList, replacements } from '../fields/collections.ts';
import { optional, required } from '../fields/field.ts';
import { boolean } from '../fields/scalars.ts';
import { v1 } from '../microversion.ts';
import { malformed } from '../reply.ts';
import { defineVerb, type Verbs } from '../verb.ts';

/** A list that is missing is as good as an empty one, and has the same words said about it. */
const noNodes = (sent: { readonly nodes?: unknown }) =>
  sent.nodes === undefined || sent.nodes === null ? malformed("Value for 'nodes' must have at least 1 item(s).") : undefined;

export const membershipVerbs: Verbs = {
  add_nodes: defineVerb({
    summary: 'Take orphan nodes in.',
    fields: { nodes: required(identityList, 'Names, ids or short ids.') },
    example: { nodes: ['orphan-1'] },
    lenient: true,
    before: noNodes,
    run: ({ clustering, caller, text }, request) => clustering.addNodes(caller, text, request),
  }),
  del_nodes: defineVerb({
    summary: 'Let members go.',
    fields: {
      nodes: required(identityList, 'Names, ids or short ids.'),
      destroy_after_deletion: optional(boolean, 'Whether to destroy them as well; otherwise they become orphans.', v1(4)),
    },
    example: { nodes: ['member-1'], destroy_after_deletion: true },
    lenient: true,
    before: noNodes,
    run: ({ clustering, caller, text }, { nodes, destroy_after_deletion }) =>
      clustering.deleteNodes(caller, text, { nodes, destroy: destroy_after_deletion ?? false }),
  }),
  replace_nodes: defineVerb({
    summary: 'Put orphan nodes in the places of members.',
    since: v1(3),
    fields: { nodes: required(replacements, 'From each member to the orphan that takes its place.') },
    example: { nodes: { 'member-1': 'orphan-1' } },
    lenient: true,
    before: ({ nodes }) => (isJsonObject(nodes) && Object.keys(nodes).length > 0 ? undefined : malformed('The data provided is not a map')),
    run: ({ clustering, caller, text }, request) => clustering.replaceNodes(caller, text, request),
  }),
};
