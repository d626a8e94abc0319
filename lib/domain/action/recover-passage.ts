import type { Node } from '../cluster/node.ts';
import { isBalanced } from './balance-step.ts';
import type { Abandonment, Decision, GivenUp } from './machine.ts';
import type { Step } from './passage.ts';
import { restStep } from './pool-stages.ts';
import type { State, Turn } from './recover-state.ts';
import { recovered } from './recover-turn.ts';
import type { Way } from './taken.ts';
import { tellBeside } from './tell-beside.ts';
import { aboutMember } from './telling.ts';
import { goBack, goOn, passageFor, setOut, unseen } from './way.ts';

/** Into service, once the new resource is up. @param up what is known of it and not stored yet; absent once it is on its way */
export const arrive = (turn: Turn, up?: Partial<Node>): Decision<State> =>
  come(turn, 'arriving', up, passageFor(turn.self, turn.input).arrival);

/** One that was repaired is in service as it was, unless it had been taken out for an attempt that came to nothing. */
export const comeBack = (turn: Turn, up?: Partial<Node>, reason?: string): Decision<State> => {
  const steps = passageFor(turn.self, turn.input).arrival.filter((step) => step.do === 'balance');
  return come(turn, 'returning', up, isBalanced(turn.node) ? [] : steps, reason);
};

function come(
  turn: Turn,
  phase: 'arriving' | 'returning',
  up: Partial<Node> | undefined,
  steps: readonly Step[],
  reason?: string,
): Decision<State> {
  const { self, node, input, state } = turn;
  // One that stands by stays out of its balancers.
  const fit = node.standby ? [...steps.filter((step) => step.do !== 'balance'), ...restStep(node, node.standby)] : steps;
  const way: Way = (!up && state.way) || setOut(fit, false, { ...node, ...up });
  const missing = self.parentId === null ? unseen(input.seen.policies, way.steps) : [];
  if (up && missing.length > 0) return { kind: 'look', sight: { policies: missing } };
  const answered = up ? { ...input, returned: undefined } : input;
  const going = goOn<State>(self, way, answered, (further) => ({ phase, turn: state.turn, way: further }), up);
  return going.kind === 'through' ? recovered(turn, going.patch, reason) : going;
}

/** The next thing to undo of the way a given up recovery had the node on. */
export function turnBack({ self, state }: Turn, input: GivenUp): Extract<Abandonment, { kind: 'undo' }> | undefined {
  const undo = state.way && goBack(self, state.way, input);
  return undo && { kind: 'undo', call: undo.call, state: { ...state, way: undo.way } };
}

/** That the old resource is gone is told of members whose cluster tells of them: it will not be known any more when the recovery has ended. */
export function tellRemoved<S>({ self, node, input }: Turn, next: Decision<S>): Decision<S> {
  const data = node.physicalId === null ? undefined : aboutMember(self, input.seen.cluster, node);
  const reason = 'The old resource was removed.';
  const news = { type: 'resource-removed', level: 'INFO', action: self.action, status: 'end', reason, cause: self } as const;
  return data ? tellBeside(next, node, { ...news, data }, input.now) : next;
}
