import type { Node } from '../cluster/node.ts';
import { hookMessage, waitingInstance } from '../group/hook-message.ts';
import { type HookedGroup, hookedGroup } from '../group/lifecycle-hook.ts';
import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import { after, type Instant, instant, type Seconds, seconds } from '../kernel/time.ts';
import { deletion } from '../policy/deletion.ts';
import { sealedFor } from '../policy/hook-secret.ts';
import { LONGEST_WAIT, lifecycleHook } from '../policy/lifecycle-hook.ts';
import type { Policy } from '../policy/policy.ts';
import { policyProperties } from '../policy/policy-properties.ts';
import { isSecretRef, type SecretRef } from '../secret/reference.ts';
import type { Action, Hook } from './action.ts';
import { clusterOf } from './balance-step.ts';
import type { AnnounceTarget, ServiceCall } from './call.ts';

/** A hook as one of the two kinds of policy describes it. */
export type HookPlan = {
  readonly timeout: Seconds;
  readonly longest: Seconds;
  readonly defaultResult: 'CONTINUE' | 'ABANDON';
  /** Absent: nobody outside is told, and the token is no secret. */
  readonly target?: AnnounceTarget;
  /** Whose messages are AWS's, and whose token is a UUID. */
  readonly group?: HookedGroup;
  /** As Senlin's clients know it: the token is the action's id, and nodes that are not well go at once. */
  readonly asSenlin: boolean;
  readonly metadata: JsonObject;
  /** Where the secret is that messages are signed with, if the policy says so. */
  readonly secret?: SecretRef;
};

/** AWS's: so many heartbeats, and no wait is longer. */
const MOST_HEARTBEATS = 100;

/** The time an action keeps for itself: a hook that outlasted it would undo the very thing it waits for. */
const KEPT = seconds(60);

/** What a policy wants done on a way, if anything. */
export function hookPlan(policy: Policy, transition: Hook['transition']): HookPlan | undefined {
  return policy.type.startsWith(`${deletion.name}-`) ? deletionHook(policy, transition) : lifecycleHookPlan(policy, transition);
}

function deletionHook(policy: Policy, transition: Hook['transition']): HookPlan | undefined {
  const hooks = policyProperties(deletion, policy)?.hooks;
  if (transition !== 'TERMINATING' || !isJsonObject(hooks) || hooks.type === undefined) return undefined;
  const { type, params, timeout } = hooks;
  const { queue, url } = isJsonObject(params) ? params : {};
  const wait = seconds(Number(timeout));
  return {
    timeout: wait,
    longest: longestFor(wait),
    defaultResult: 'CONTINUE',
    target: type === 'webhook' ? { url: String(url) } : { queue: String(queue) },
    asSenlin: type !== 'webhook',
    metadata: {},
  };
}

function lifecycleHookPlan(policy: Policy, transition: Hook['transition']): HookPlan | undefined {
  const properties = policyProperties(lifecycleHook, policy);
  if (!properties || properties.transition !== transition) return undefined;
  const { timeout, max_wait: longest, default_result, target, metadata } = properties;
  const { secret } = isJsonObject(target) ? target : {};
  const wait = seconds(Number(timeout));
  const [told, group] = [targetIn(target), hookedGroup(policy)];
  return {
    timeout: wait,
    ...(isSecretRef(secret) && { secret }),
    ...(told && { target: told }),
    ...(group && { group }),
    longest: typeof longest === 'number' ? seconds(longest) : longestFor(wait),
    defaultResult: default_result === 'CONTINUE' ? 'CONTINUE' : 'ABANDON',
    asSenlin: false,
    metadata: isJsonObject(metadata) ? metadata : {},
  };
}

/** The one place that is not empty. */
function targetIn(target: Json | undefined): AnnounceTarget | undefined {
  const { queue = '', topic = '', url = '' } = isJsonObject(target) ? target : {};
  if (url !== '') return { url: String(url) };
  if (topic !== '') return { topic: String(topic) };
  return queue === '' ? undefined : { queue: String(queue) };
}

const longestFor = (timeout: Seconds): Seconds => seconds(Math.min(LONGEST_WAIT, MOST_HEARTBEATS * timeout));

/** A wait that begins now. It ends in time for its action to end too. @param secret what nobody can guess */
export function beginHook(
  self: Action,
  step: string,
  policyId: string,
  transition: Hook['transition'],
  plan: HookPlan,
  now: Instant,
  secret: string,
): Hook {
  const last = self.deadline === null ? Number.MAX_SAFE_INTEGER : Math.max(now, self.deadline - KEPT * 1000);
  const latest = instant(Math.min(after(now, plan.longest), last));
  return {
    step,
    policyId,
    transition,
    ...tokenFor(self, step, plan, secret),
    since: now,
    timeout: plan.timeout,
    until: instant(Math.min(after(now, plan.timeout), latest)),
    latest,
    result: null,
  };
}

/** Senlin's clients send what Senlin sent them, which was the action's id; AWS's a UUID. Where nobody is told, whoever sees the action may answer. */
function tokenFor(self: Action, step: string, { asSenlin, group, target }: HookPlan, secret: string): Pick<Hook, 'token' | 'open'> {
  if (group) return { token: uuidOf(secret) };
  if (asSenlin) return { token: self.id };
  return target ? { token: `${self.id}.${secret}` } : { token: `${self.id}.${step}`, open: true };
}

/** @param secret hexadecimal digits */
const uuidOf = (secret: string): string =>
  `${secret.slice(0, 8)}-${secret.slice(8, 12)}-4${secret.slice(12, 15)}-8${secret.slice(15, 18)}-${secret.slice(18, 30)}`;

/** What everybody may know of a node that waits. */
export const whatWaits = (self: Action, node: Node, policy: Policy, plan: HookPlan, hook: Hook): JsonObject => ({
  hook: policy.name,
  policy_id: policy.id,
  transition: hook.transition,
  heartbeat_timeout: plan.timeout,
  default_result: plan.defaultResult,
  ...(hook.open && { lifecycle_action_token: hook.token }),
  ...(plan.group ? { auto_scaling: waitingInstance(plan.group, self, node, policy.name, hook) } : { metadata: plan.metadata }),
});

/**
 * The message to whoever has to answer: Senlin's fields, and for our own kind what else there is to know; AWS's for a group's. The step is in the call's
 * token: a node may come to more than one hook under one action.
 */
export function announcement(
  self: Action,
  node: Node,
  policy: Policy,
  { target, ...plan }: HookPlan & { readonly target: AnnounceTarget },
  hook: Hook,
): ServiceCall {
  const token = `${self.id}.${hook.step}`;
  if (plan.group) {
    const said = plan.metadata.notification_metadata;
    const message = hookMessage(plan.group, self, node, policy.name, hook, typeof said === 'string' ? said : undefined);
    return { to: 'announce', token, target, message };
  }
  const message = {
    lifecycle_action_token: hook.token,
    node_id: node.id,
    resource_id: node.physicalId,
    lifecycle_transition_type: hook.transition === 'LAUNCHING' ? 'launch' : 'termination',
  };
  const more = {
    node_name: node.name,
    cluster_id: clusterOf(self, node),
    hook: policy.name,
    default_result: plan.defaultResult,
    heartbeat_timeout: plan.timeout,
    metadata: plan.metadata,
  };
  const { sealedSecret: sealed, project } = policy;
  return {
    to: 'announce',
    token,
    target,
    message: plan.asSenlin ? message : { ...message, ...more },
    ...(sealed !== undefined && { signing: { sealed, of: sealedFor(policy) } }),
    ...(plan.secret && { signing: { secret: plan.secret, project } }),
  };
}
