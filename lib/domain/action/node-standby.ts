import { type Node, settled, untouched } from '../cluster/node.ts';
import { POOL_STATES } from '../cluster/pool.ts';
import { isWarm } from '../cluster/pool-size.ts';
import type { Standby } from '../cluster/standby.ts';
import { permanent } from '../kernel/fault.ts';
import type { Instant } from '../kernel/time.ts';
import type { Action } from './action.ts';
import { finish, nodeOf, wrapUp } from './leaf.ts';
import type { Abandonment, Decision, GivenUp, Input } from './machine.ts';
import { restStep, wakeStep } from './pool-stages.ts';
import type { Way } from './taken.ts';
import { goBack, goOn, passageFor, setOut, unseen, wentBack } from './way.ts';

/** How far an operation has come; `way`: into standby, or back into service. */
export type Operating = { readonly called: boolean; readonly way?: Way | undefined };

/**
 * Takes a member out of service, or back into it: out of its balancers it gets no work, and nobody looks after it or chooses it to go. Its
 * resource is not touched, and it keeps its place.
 */
export function standBy(self: Action, operation: Standby, { called, way }: Operating, input: Input): Decision<Operating> {
  const node = nodeOf(input);
  const enters = operation === 'enter_standby';
  const { now } = input;
  if (!way && Boolean(node.standby) === enters) return finish(self, input, { node: untouched(node) });
  if (!way && node.clusterId === '') {
    const fault = permanent('node.not-member', `The node '${node.name}' is in no cluster that it could stand by for.`);
    return finish(self, input, { fault, node: untouched(node) });
  }
  const { arrival, departure } = passageFor(self, input);
  const standby = enters ? standbyOf(self, now) : null;
  const steps = enters ? [...departure, ...restStep(node, standby)] : [...wakeStep(node), ...arrival];
  const missing = self.parentId === null ? unseen(input.seen.policies, steps) : [];
  if (missing.length > 0) return { kind: 'look', sight: { policies: missing } };
  const going = goOn<Operating>(self, way ?? setOut(steps, enters, node), input, (further) => ({ called, way: further }));
  if (going.kind !== 'through') return going;
  const { status, statusReason } = { ...node, ...node.was };
  return finish(self, input, {
    node: {
      ...going.patch,
      ...settled(status, statusReason, now),
      standby,
    },
  });
}

const standbyOf = ({ inputs }: Action, since: Instant): NonNullable<Node['standby']> => {
  const warm = POOL_STATES.find((state) => state === inputs.warm);
  return { since, ...(inputs.aside === true && { aside: true }), ...(warm && { warm }) };
};

/** It stays where it was. One of the pool that would not come is of no use there either. */
export function stayPut(self: Action, state: Operating, input: GivenUp): Abandonment {
  const node: Node = nodeOf(input);
  const undo = state.way && goBack(self, state.way, input);
  if (undo) return { kind: 'undo', call: undo.call, state: { ...state, way: undo.way } };
  const unfit = isWarm(node) && !input.signalled && state.way !== undefined && settled('ERROR', input.reason, input.now);
  return wrapUp(self, input, { node: { ...untouched(node), ...wentBack(state.way, node, input), ...unfit } });
}
