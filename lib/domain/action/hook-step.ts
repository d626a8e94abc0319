import { busy, type Node } from '../cluster/node.ts';
import { tell } from '../event/news.ts';
import { permanent } from '../kernel/fault.ts';
import type { Policy } from '../policy/policy.ts';
import type { Action, Hook } from './action.ts';
import { announcement, beginHook, type HookPlan, hookPlan, whatWaits } from './hook.ts';
import type { Input } from './machine.ts';
import type { Step } from './passage.ts';
import type { Taken, Way } from './taken.ts';

/** Announces that a node waits, and lets it wait: with no worker, until somebody answers or the time is up. */
export function takeHook(self: Action, way: Way, { policyId }: Extract<Step, { do: 'hook' }>, node: Node, input: Input): Taken {
  const { now, seen, returned, secret } = input;
  const transition = way.out ? 'TERMINATING' : 'LAUNCHING';
  const policy = seen.policies.find(({ id }) => id === policyId);
  const step = `${way.out ? 'out' : 'in'}-${way.at}`;
  const met = self.hook?.step === step ? self.hook : undefined;
  // What was answered counts, though whoever made the hook has taken it away since.
  if (met && met.result !== null) return past(node, policy?.name, over(way, policy?.name, met.result));
  const plan = policy && hookPlan(policy, transition);
  if (!policy || !plan || !isHeldUp(node, plan)) return { kind: 'taken' };

  const hook = met ?? beginHook(self, step, policyId, transition, plan, now, secret);
  if (now >= hook.until) return past(node, policy.name, over(way, policy.name, plan.defaultResult));
  if (met && self.status === 'WAITING_LIFECYCLE_COMPLETION') return self.dueAt === hook.until ? { kind: 'idle' } : { kind: 'await', hook };
  // Nobody could be told: it waits all the same, since whoever is to answer may find it by its status.
  if (met && returned?.kind === 'fault') return { kind: 'await', hook: { ...hook, untold: returned.fault.message } };
  if (met && returned) return { kind: 'await', hook };
  const { target } = plan;
  const begun = met ? {} : begins(self, node, policy, plan, hook, now);
  return target
    ? { kind: 'ask', call: announcement(self, node, policy, { ...plan, target }, hook), hook, ...begun }
    : { kind: 'await', hook, ...begun };
}

/** Told once, when the wait begins. */
function begins(self: Action, node: Node, policy: Policy, plan: HookPlan, hook: Hook, now: Input['now']): Pick<Begun, 'node' | 'writes'> {
  const reason = `Waiting for the lifecycle hook '${policy.name}' to be completed.`;
  const held = busy(node, node.status, reason);
  const data = whatWaits(self, node, policy, plan, hook);
  const news = { type: 'hook-waiting', level: 'INFO', action: self.action, status: 'start', reason, cause: self, data } as const;
  const { history, write } = tell({ ...node, ...held }, news, now);
  return { node: { ...held, history }, writes: [write] };
}
type Begun = Extract<Taken, { kind: 'ask' }>;

/** Senlin holds up only nodes that are well; ours, all that have something to lose. */
const isHeldUp = (node: Node, { asSenlin }: HookPlan): boolean =>
  node.physicalId !== null && (!asSenlin || (node.was ?? node).status === 'ACTIVE');

/** A node that goes on does not say that it waits. */
const past = (node: Node, name = GONE, taken: Taken): Taken =>
  taken.kind === 'taken' ? { ...taken, node: busy(node, node.status, `Past the lifecycle hook '${name}'.`) } : taken;

const GONE = 'that is gone';

/** A launch that is abandoned is undone. A node that is abandoned on its way out goes at once, past the hooks that are left. */
function over(way: Way, name = GONE, result: HookPlan['defaultResult']): Taken {
  if (result === 'CONTINUE') return { kind: 'taken' };
  if (!way.out) return { kind: 'giveUp', fault: permanent('hook.abandoned', `The launch was abandoned at the lifecycle hook '${name}'.`) };
  const next = way.steps.findIndex((step, at) => at > way.at && step.do !== 'hook');
  return { kind: 'taken', to: next < 0 ? way.steps.length : next };
}
