import type { Clustering } from '../../app/clustering.ts';
import type { Answer, Filed } from '../../app/verb.ts';
import type { Wish } from '../../app/wish.ts';
import type { ActionName } from '../../domain/action/action.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import { optional, required } from './fields/field.ts';
import { freeForm } from './fields/free-form.ts';
import { boolean, text } from './fields/scalars.ts';
import { NEWEST } from './microversion.ts';
import { clusterChanges } from './routes/clusters.ts';
import { nodeChanges } from './routes/nodes.ts';
import { defineVerb, type Verb } from './verb.ts';
import { readBatching } from './verbs/batching.ts';
import { bindingVerbs } from './verbs/binding.ts';
import { clusterHealthVerbs, nodeHealthVerbs } from './verbs/health.ts';
import { membershipVerbs } from './verbs/membership.ts';
import { sizingVerbs } from './verbs/sizing.ts';
import { clusterSuspensionVerbs } from './verbs/suspension.ts';

const force = optional(boolean, 'Whether to go ahead whatever it is doing.');
const params = optional(freeForm, 'The parameters of the operation.');
const operation = required(text, 'One of the operations that the profile type offers.');

/** What has a request of its own instead of a name among the actions of `/actions`. */
const others = {
  updateCluster: defineVerb({
    summary: 'Change a cluster.',
    fields: clusterChanges,
    example: { profile_id: 'sleeper-2' },
    run: ({ clustering, caller, text: cluster }, { profile_id: profile, profile_only: profileOnly, batch_size, pause_time, ...rest }) =>
      clustering.updateCluster(caller, cluster, { ...rest, profile, profileOnly, ...readBatching({ batch_size, pause_time }) }),
  }),
  deleteCluster: defineVerb({
    summary: 'Delete a cluster with its nodes.',
    fields: { force },
    example: {},
    run: ({ clustering, caller, text: cluster }, sent) => clustering.deleteCluster(caller, cluster, { force: sent.force ?? false }),
  }),
  operateCluster: defineVerb({
    summary: 'Do something that the profile type offers on every node, or on those that match.',
    fields: { operation, params, filters: optional(freeForm, 'Which nodes.') },
    example: { operation: 'reboot', params: { type: 'SOFT' } },
    run: ({ clustering, caller, text: cluster }, sent) =>
      clustering.operateCluster(caller, cluster, { operation: sent.operation, params: sent.params ?? {}, filters: sent.filters ?? {} }),
  }),
  updateNode: defineVerb({
    summary: 'Change a node.',
    fields: nodeChanges,
    example: { role: 'primary' },
    run: ({ clustering, caller, text: node }, { profile_id: profile, ...rest }) =>
      clustering.updateNode(caller, node, { ...rest, profile }),
  }),
  deleteNode: defineVerb({
    summary: 'Delete a node.',
    fields: { force },
    example: {},
    run: ({ clustering, caller, text: node }, sent) => clustering.deleteNode(caller, node, { force: sent.force ?? false }),
  }),
  operateNode: defineVerb({
    summary: 'Do something with a node that its profile type offers.',
    fields: { operation, params },
    example: { operation: 'reboot', params: { type: 'SOFT' } },
    run: ({ clustering, caller, text: node }, sent) =>
      clustering.operateNode(caller, node, { operation: sent.operation, params: sent.params ?? {} }),
  }),
};

/** What can be asked for by name, of a cluster or a node that is there. */
const ASKED: Readonly<Partial<Record<ActionName, Verb | undefined>>> = {
  CLUSTER_SCALE_OUT: sizingVerbs.scale_out,
  CLUSTER_SCALE_IN: sizingVerbs.scale_in,
  CLUSTER_RESIZE: sizingVerbs.resize,
  CLUSTER_CHECK: clusterHealthVerbs.check,
  CLUSTER_RECOVER: clusterHealthVerbs.recover,
  CLUSTER_ADD_NODES: membershipVerbs.add_nodes,
  CLUSTER_DEL_NODES: membershipVerbs.del_nodes,
  CLUSTER_REPLACE_NODES: membershipVerbs.replace_nodes,
  CLUSTER_ATTACH_POLICY: bindingVerbs.policy_attach,
  CLUSTER_DETACH_POLICY: bindingVerbs.policy_detach,
  CLUSTER_UPDATE_POLICY: bindingVerbs.policy_update,
  CLUSTER_UPDATE: others.updateCluster,
  CLUSTER_DELETE: others.deleteCluster,
  CLUSTER_OPERATION: others.operateCluster,
  CLUSTER_SUSPEND: clusterSuspensionVerbs.suspend,
  CLUSTER_RESUME: clusterSuspensionVerbs.resume,
  NODE_CHECK: nodeHealthVerbs.check,
  NODE_RECOVER: nodeHealthVerbs.recover,
  NODE_UPDATE: others.updateNode,
  NODE_DELETE: others.deleteNode,
  NODE_OPERATION: others.operateNode,
};

/** The names, for whoever takes one in a request. */
export const ASKABLE: readonly ActionName[] = (Object.keys(ASKED) as ActionName[]).filter((name) => ASKED[name] !== undefined);

/** What an action's request may say. */
export const inputNames = (action: ActionName): readonly string[] => {
  const properties = ASKED[action]?.schema.properties;
  return isJsonObject(properties) ? Object.keys(properties) : [];
};

/** Why an action's request could not say these, whatever else it says; undefined when it could. */
export function whyNotInputs(action: ActionName, inputs: JsonObject): string | undefined {
  const verb = ASKED[action];
  return verb ? verb.misfit?.(inputs, NEWEST) : `The action '${action}' cannot be asked for.`;
}

/** Does what a request for this action would do. */
export async function askByName(clustering: Clustering, caller: Principal, { action, target, inputs }: Wish): Promise<Answer<Filed>> {
  const verb = ASKED[action];
  if (!verb) return refused('request.malformed', `The action '${action}' cannot be asked for.`);
  const outcome = await verb.run({ clustering, caller, text: target }, inputs, NEWEST);
  if (outcome.kind === 'refused') return outcome;
  if (outcome.kind === 'malformed') return refused('request.malformed', outcome.message);
  if (outcome.kind === 'reply' && outcome.actionId !== undefined) return { kind: 'ok', actionId: outcome.actionId };
  throw new Error(`${action} filed nothing`);
}
