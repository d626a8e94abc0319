import { type Node, settled } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import type { Policy } from '../policy/policy.ts';
import { findProfileType } from '../profile/catalogue.ts';
import { type Action, targetsCluster } from './action.ts';
import { balanceCall, drainFor, isBalanced, membership } from './balance-step.ts';
import type { Call } from './call.ts';
import { takeHook } from './hook-step.ts';
import { nodeOf, resourceOf } from './leaf.ts';
import type { Change, Decision, GivenUp, Input } from './machine.ts';
import { NO_PASSAGE, type Passage, passageIn, passageUnder, type Step } from './passage.ts';
import type { Taken, Way } from './taken.ts';

export const setOut = (steps: readonly Step[], out: boolean, node: Node): Way => ({ out, steps, at: 0, balanced: isBalanced(node) });

/** The passage of the node an action works on: as its parent said, or as its cluster says to a user's own action. */
export function passageFor(self: Action, { seen }: Pick<Input, 'seen'>): Passage {
  if (self.parentId !== null) return passageIn(self.inputs);
  return seen.cluster && !targetsCluster(self.action)
    ? passageUnder(seen.cluster, self.action, self.inputs, self.inputs.force === true)
    : NO_PASSAGE;
}

/** The policies that a machine has to see for its ways: where it has none yet, those of the passage it was given. */
export const policiesOn = (self: Action, ...ways: readonly (Way | null | undefined)[]): string[] => {
  const { arrival, departure } = passageIn(self.inputs);
  return unseen([], [...arrival, ...departure, ...ways.flatMap((way) => way?.steps ?? [])]);
};

/** Which policies of these steps were not seen. */
export const unseen = (policies: readonly Policy[], steps: readonly Step[]): string[] => [
  ...new Set(steps.flatMap((step) => ('policyId' in step && !policies.some(({ id }) => id === step.policyId) ? [step.policyId] : []))),
];

export type Through = { readonly kind: 'through'; readonly patch: Partial<Node> };

/**
 * Goes on until something has to be waited for, or the node is through.
 *
 * @param stateOf the machine's state with the way in it @param patch what has become of the node and is not stored yet
 */
export function goOn<S>(self: Action, way: Way, input: Input, stateOf: (way: Way) => S, patch: Partial<Node> = {}): Through | Decision<S> {
  const step = way.steps[way.at];
  if (!step) return { kind: 'through', patch };
  const taken = take(self, way, step, { ...nodeOf(input), ...patch }, input);
  switch (taken.kind) {
    case 'taken': {
      const further = { ...way, at: taken.to ?? way.at + 1 };
      return goOn(self, further, { ...input, returned: undefined }, stateOf, { ...patch, ...taken.node });
    }
    case 'ask':
      return {
        kind: 'call',
        state: stateOf(way),
        call: taken.call,
        change: beside(patch, taken),
        ...(taken.hook && { hook: taken.hook }),
      };
    case 'await':
      return { kind: 'wait', state: stateOf(way), until: taken.hook.until, hook: taken.hook, change: beside(patch, taken) };
    default:
      return taken;
  }
}

const beside = (patch: Partial<Node>, { node, writes }: Extract<Taken, { kind: 'ask' | 'await' }>): Change => ({
  node: { ...patch, ...node },
  ...(writes && { writes }),
});

function take(self: Action, way: Way, step: Step, node: Node, input: Input): Taken {
  switch (step.do) {
    case 'balance':
      return balance(self, way, step, node, input);
    case 'hook':
      return takeHook(self, way, step, node, input);
    case 'stop': {
      const call = operation(self, node, 'stop', input);
      return !call || input.returned ? { kind: 'taken' } : { kind: 'ask', call };
    }
    case 'operate':
      return operate(self, step, node, input);
  }
}

function operate(self: Action, { operation: name, must }: Extract<Step, { do: 'operate' }>, node: Node, input: Input): Taken {
  const { returned } = input;
  const call = operation(self, node, name, input);
  if (!call || returned?.kind === 'ok') return { kind: 'taken' };
  if (!returned || returned.kind === 'pending') return { kind: 'ask', call };
  if (!must) return { kind: 'taken' };
  return { kind: 'giveUp', fault: returned.kind === 'fault' ? returned.fault : permanent('driver.unhealthy', returned.reason) };
}

function balance(self: Action, way: Way, step: Extract<Step, { do: 'balance' }>, node: Node, input: Input): Taken {
  const { returned } = input;
  const policy = input.seen.policies.find(({ id }) => id === step.policyId);
  if (!policy) return { kind: 'taken' };
  const ask = way.out ? 'remove' : 'add';
  if (!returned || returned.kind === 'pending')
    return { kind: 'ask', call: balanceCall(self, node, policy, step, ask, input, step.drain && way.out ? drainFor(policy) : undefined) };
  if (returned.kind === 'ok') return { kind: 'taken', node: membership(node, ask, returned.data?.[node.id]) };
  if (isBorne(way)) return { kind: 'taken' };
  const why = returned.kind === 'fault' ? returned.fault.message : returned.reason;
  return { kind: 'giveUp', fault: permanent('balancer.failed', `The load balancer of policy '${policy.name}' failed: ${why}`) };
}

/** Whether the node goes on even when what it is at fails for good. What nobody hears of, and what will not stop, holds nobody up. */
export function isBorne(way: Way | null | undefined): boolean {
  const step = way?.steps[way.at];
  if (step?.do === 'operate') return !step.must;
  return step !== undefined && (step.do !== 'balance' || (way?.out === true && !step.drain));
}

/**
 * The next thing to undo of a way that leads nowhere, the last step first; undefined once all is as it was. A node that was not behind the
 * balancer when it set out is not put there now.
 */
export function goBack(self: Action, way: Way, input: GivenUp): { readonly call: Call; readonly way: Way } | undefined {
  const answered = way.back !== undefined && input.undone;
  const from = way.back === undefined ? way.at : answered ? way.back - 1 : way.back;
  for (let at = from; at >= 0; at--) {
    const step = way.steps[at];
    const call = step && undoOf(self, way, step, input);
    if (call) return { call, way: { ...way, back: at } };
  }
  return undefined;
}

function undoOf(self: Action, way: Way, step: Step, input: GivenUp): Call | undefined {
  const node = nodeOf(input);
  if (step.do === 'stop') return operation(self, node, 'start', input);
  if (step.do === 'hook') return undefined;
  // What is only then removed need not be woken.
  if (step.do === 'operate') return step.must || way.out ? operation(self, node, step.undo, input) : undefined;
  const policy = input.seen.policies.find(({ id }) => id === step.policyId);
  if (!policy || (way.out && !way.balanced)) return undefined;
  return balanceCall(self, node, policy, step, way.out ? 'add' : 'remove', input);
}

/** What the node is once all of its way is undone. One that would not go back to its balancer is to be looked at. */
export function wentBack(way: Way | null | undefined, node: Node, { returned, now }: Pick<GivenUp, 'returned' | 'now'>): Partial<Node> {
  if (!way?.steps.some((step) => step.do === 'balance') || (way.out && !way.balanced)) return {};
  if (!way.out) return membership(node, 'remove', undefined);
  if (returned?.kind === 'ok') return membership(node, 'add', returned.data?.[node.id]);
  const lost = 'The load balancer did not take the node back.';
  // Nobody knows whether it is a member. It says that it is, so that the next check makes sure.
  return returned ? { ...membership(node, 'add', node.data.lb_member), ...settled('WARNING', lost, now) } : {};
}

function operation(self: Action, node: Node, operation: string, input: Input): Call | undefined {
  if (node.physicalId === null || !(operation in (findProfileType(node.profileType)?.operations ?? {}))) return undefined;
  const resource = resourceOf(self, node, input);
  return { to: 'operate', token: `${self.id}.${operation}`, operation, params: {}, profileType: node.profileType, resource };
}
