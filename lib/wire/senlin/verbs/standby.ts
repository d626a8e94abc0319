import { FIRST_BEYOND_SENLIN } from '../../../domain/spec/schema.ts';
import { identityList } from '../fields/collections.ts';
import { optional, required } from '../fields/field.ts';
import { boolean } from '../fields/scalars.ts';
import { defineVerb, type Verbs } from '../verb.ts';

const since = FIRST_BEYOND_SENLIN;
const nodes = required(identityList, 'Names, ids or short ids of members.');
const decrement = optional(
  boolean,
  'True: the desired capacity goes down by those that stand by, and up again when they are back. False: others are made in their place. Left out, they are counted as before.',
);

const OUT =
  'out of service: out of its load balancers, not looked after, and not chosen to go. It keeps its place, and its resource runs on';

export const clusterStandbyVerbs: Verbs = {
  enter_standby: defineVerb({
    summary: `Take each of these members ${OUT}.`,
    since,
    fields: { nodes, decrement },
    example: { nodes: ['member-1'], decrement: true },
    run: ({ clustering, caller, text: cluster }, request) =>
      clustering.standByNodes(caller, cluster, { operation: 'enter_standby', ...request }),
  }),
  exit_standby: defineVerb({
    summary: 'Take these members back into service.',
    since,
    fields: { nodes },
    example: { nodes: ['member-1'] },
    run: ({ clustering, caller, text: cluster }, request) =>
      clustering.standByNodes(caller, cluster, { operation: 'exit_standby', ...request }),
  }),
};

export const nodeStandbyVerbs: Verbs = {
  enter_standby: defineVerb({
    summary: `Take the node ${OUT}.`,
    since,
    fields: { decrement },
    example: { decrement: false },
    run: ({ clustering, caller, text: node }, request) => clustering.standByNode(caller, node, { operation: 'enter_standby', ...request }),
  }),
  exit_standby: defineVerb({
    summary: 'Take the node back into service.',
    since,
    fields: {},
    example: {},
    run: ({ clustering, caller, text: node }) => clustering.standByNode(caller, node, { operation: 'exit_standby' }),
  }),
};
