import type { Standby } from '../../../domain/cluster/standby.ts';
import { FIRST_BEYOND_SENLIN } from '../../../domain/spec/schema.ts';
import { identityList } from '../fields/collections.ts';
import { required } from '../fields/field.ts';
import { defineVerb, type Verb, type Verbs } from '../verb.ts';

const since = FIRST_BEYOND_SENLIN;
const nodes = required(identityList, 'Names, ids or short ids of members.');

const OUT =
  'out of service: out of its load balancers, not looked after, and not chosen to go. It keeps its place, and its resource runs on';

const ofMembers = (operation: Standby, summary: string): Verb =>
  defineVerb({
    summary,
    since,
    fields: { nodes },
    example: { nodes: ['member-1'] },
    run: ({ clustering, caller, text: cluster }, request) => clustering.standByNodes(caller, cluster, { operation, ...request }),
  });

const ofOne = (operation: Standby, summary: string): Verb =>
  defineVerb({
    summary,
    since,
    fields: {},
    example: {},
    run: ({ clustering, caller, text: node }) => clustering.standByNode(caller, node, { operation }),
  });

export const clusterStandbyVerbs: Verbs = {
  enter_standby: ofMembers('enter_standby', `Take each of these members ${OUT}.`),
  exit_standby: ofMembers('exit_standby', 'Take these members back into service.'),
};

export const nodeStandbyVerbs: Verbs = {
  enter_standby: ofOne('enter_standby', `Take the node ${OUT}.`),
  exit_standby: ofOne('exit_standby', 'Take the node back into service.'),
};
