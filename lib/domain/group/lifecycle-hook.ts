import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import type { Policy } from '../policy/policy.ts';

export const TRANSITIONS = {
  'autoscaling:EC2_INSTANCE_LAUNCHING': 'LAUNCHING',
  'autoscaling:EC2_INSTANCE_TERMINATING': 'TERMINATING',
} as const;
export type Transition = keyof typeof TRANSITIONS;

/** What holds a group's instances on their way in or out, by name. It is a policy of the group's cluster; what a policy cannot say is kept here. */
export type GroupHook = {
  readonly name: string;
  readonly policyId: string;
  readonly transition: Transition;
  /** Seconds. */
  readonly heartbeat: number;
  readonly defaultResult: 'CONTINUE' | 'ABANDON';
  /** The ARN of a queue or a topic. Absent: nobody is told but those who follow events. */
  readonly target?: string;
  readonly role?: string;
  /** Goes along with the message. */
  readonly metadata?: string;
};

/** What a request says of a hook. What it leaves out stays as it was; an empty target is none. */
export type HookChange = { readonly name: string } & {
  readonly [K in Exclude<keyof GroupHook, 'name' | 'policyId'>]?: GroupHook[K] | undefined;
};

const USUAL = { heartbeat: 3_600, defaultResult: 'ABANDON' } as const;

/** The hook after a change; undefined when nobody has ever said which transition it is for. */
export function changedHook(before: GroupHook | undefined, change: HookChange, policyId: string): GroupHook | undefined {
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const { target, ...next }: Partial<GroupHook> = { ...USUAL, policyId, ...before, ...said };
  const { transition } = next;
  return transition && { ...(next as Omit<GroupHook, 'target'>), transition, ...(target && { target }) };
}

/** AWS's: a hundred heartbeats, and never more than two days. */
export const globalTimeout = ({ heartbeat }: Pick<GroupHook, 'heartbeat'>): number => Math.min(172_800, 100 * heartbeat);

/** The policy that a hook is. */
export const hookSpec = (hook: GroupHook): JsonObject => ({
  type: 'coppice.policy.lifecycle_hook',
  version: '1.0',
  properties: {
    transition: TRANSITIONS[hook.transition],
    timeout: hook.heartbeat,
    max_wait: globalTimeout(hook),
    default_result: hook.defaultResult,
    ...(hook.target !== undefined && { target: { [isTopic(hook.target) ? 'topic' : 'queue']: hook.target } }),
    ...(hook.metadata !== undefined && { metadata: { notification_metadata: hook.metadata } }),
  },
});

export const isTopic = (arn: string): boolean => arn.split(':')[2] === 'sns';

/** Whose hook a policy is: the name of its group, and the account that messages speak of. */
export type HookedGroup = { readonly group: string; readonly account: string };

export const hookData = ({ group, account }: HookedGroup): JsonObject => ({ [KEY]: { group, account } });

/** What `hookData` said; undefined of a policy that is no group's. */
export function hookedGroup({ data }: Pick<Policy, 'data'>): HookedGroup | undefined {
  const said = data[KEY];
  return isJsonObject(said) ? { group: String(said.group), account: String(said.account) } : undefined;
}

const KEY = 'auto_scaling';

/** The time that an action needs whose node meets all of these, one after the other, however long each is held. */
export const timeFor = (hooks: readonly GroupHook[]): number => hooks.reduce((sum, hook) => sum + globalTimeout(hook), 0);
