import { z } from 'zod';
import { type Node, settled, untouched } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import type { Action } from './action.ts';
import type { Call } from './call.ts';
import { finish, learned, nodeOf, ownerOf, resourceOf, wrapUp } from './leaf.ts';
import { type Abandonment, type Decision, defineMachine, type GivenUp, type Input } from './machine.ts';
import { Way } from './taken.ts';
import { goBack, goOn, isBorne, passageFor, policiesOn, setOut, wentBack } from './way.ts';

const State = z.object({
  /** Whether the resource was asked to bear other marks. */
  called: z.boolean().default(false),
  way: Way.nullable().default(null),
  /** Given up: the marks are being put back. */
  unmarking: z.boolean().default(false),
});
type State = z.infer<typeof State>;
const initial: State = { called: false, way: null, unmarking: false };

/** Makes an orphan a member: its resource gets the cluster's marks, the node comes into service, then it moves. */
export const nodeJoin = defineMachine<State>({
  name: 'NODE_JOIN',
  success: 'Node join succeeded.',
  state: State,
  initial,
  sees: (self, { way }) => ({ policies: policiesOn(self, way) }),
  goesOn: (_, { way }) => isBorne(way),
  decide(self, state, input) {
    const node = nodeOf(input);
    const clusterId = String(self.inputs.cluster_id);
    if (node.clusterId !== '' && node.clusterId !== clusterId) {
      const fault = permanent('node.not-orphan', `The node '${node.name}' is already owned by another cluster.`);
      return finish(self, input, { fault, node: untouched(node) });
    }
    const to = { clusterId, index: Number(self.inputs.index) };
    if (state.way) return arrive(self, node, state.way, input, to, {});
    const marked = move(self, state, node, input, to);
    if (marked.kind !== 'moved') return marked;
    const way = setOut(passageFor(self, input).arrival, false, node);
    return arrive(self, node, way, { ...input, returned: undefined }, to, marked.patch);
  },
  abandon(self, state, input) {
    const undo = state.way && !state.unmarking && goBack(self, state.way, input);
    if (undo) return { kind: 'undo', call: undo.call, state: { ...state, way: undo.way } };
    const unmarked = input.undone && (state.unmarking || !state.way);
    return state.called && !unmarked ? unmark(self, state, input) : stay(self, state, input);
  },
});

/** Makes a member an orphan, once it is out of service. */
export const nodeLeave = defineMachine<State>({
  name: 'NODE_LEAVE',
  success: 'Node leave succeeded.',
  state: State,
  initial,
  sees: (self, { way }) => ({ policies: policiesOn(self, way) }),
  goesOn: (_, { way }) => isBorne(way),
  decide(self, state, input) {
    const node = nodeOf(input);
    const to = { clusterId: '', index: -1 };
    if (!state.called) {
      const way = state.way ?? setOut(passageFor(self, input).departure, true, node);
      const going = goOn<State>(self, way, input, (further) => ({ ...state, way: further }));
      if (going.kind !== 'through') return going;
      return askToMark(self, { ...state, way: { ...way, at: way.steps.length } }, node, input, to, going.patch);
    }
    const marked = move(self, state, node, input, to);
    return marked.kind === 'moved' ? moved(self, node, input, to, marked.patch) : marked;
  },
  abandon(self, state, input) {
    const setBack = state.way?.back !== undefined;
    const unmarked = input.undone && (state.unmarking || !state.way) && !setBack;
    if (state.called && !setBack && !unmarked) return unmark(self, state, input);
    const undo = state.way && goBack(self, state.way, input);
    if (undo) return { kind: 'undo', call: undo.call, state: { ...state, way: undo.way } };
    return stay(self, state, input);
  },
});

type To = Pick<Node, 'clusterId' | 'index'>;
type Moved = { readonly kind: 'moved'; readonly patch: Partial<Node> };

function arrive(self: Action, node: Node, way: Way, input: Input, to: To, up: Partial<Node>): Decision<State> {
  const going = goOn<State>(self, way, input, (further) => ({ called: true, way: further, unmarking: false }), up);
  return going.kind === 'through' ? moved(self, node, input, to, going.patch) : going;
}

/** The resource gets the marks of where the node goes. */
function move(self: Action, state: State, node: Node, input: Input, to: To): Moved | Decision<State> {
  const { returned } = input;
  if (!returned || returned.kind === 'pending') return askToMark(self, state, node, input, to, {});
  if (returned.kind === 'ok') return { kind: 'moved', patch: learned(node, returned) };
  return { kind: 'giveUp', fault: returned.kind === 'fault' ? returned.fault : permanent('driver.unhealthy', returned.reason) };
}

const askToMark = (self: Action, state: State, node: Node, input: Input, to: To, patch: Partial<Node>): Decision<State> => ({
  kind: 'call',
  state: { ...state, called: true },
  call: marks(self, node, input, to),
  change: { node: patch },
});

const marks = (self: Action, node: Node, input: Input, to: To): Call => ({
  to: 'own',
  token: self.id,
  profileType: node.profileType,
  resource: resourceOf(self, node, input, { owner: ownerOf({ ...node, ...to }) }),
});

function moved(self: Action, node: Node, input: Input, to: To, patch: Partial<Node>): Decision<State> {
  const { status, statusReason } = { ...node, ...node.was };
  return finish(self, input, {
    node: { ...patch, ...settled(status, statusReason, input.now), ...to, ...(node.standby && { standby: null }), counted: true },
  });
}

/** Its resource's marks stay as they were. */
const unmark = (self: Action, state: State, input: GivenUp): Abandonment => {
  const node = nodeOf(input);
  return { kind: 'undo', call: marks(self, node, input, node), state: { ...state, unmarking: true } };
};

const stay = (self: Action, { way }: State, input: GivenUp): Abandonment =>
  wrapUp(self, input, { node: { ...untouched(nodeOf(input)), ...wentBack(way, nodeOf(input), input) } });
