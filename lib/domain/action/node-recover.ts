import { settled, untouched } from '../cluster/node.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import { after, type Instant, seconds } from '../kernel/time.ts';
import type { Action } from './action.ts';
import { unbalanced } from './balance-step.ts';
import type { Call, Outcome } from './call.ts';
import { finish, learned, resourceOf, wrapUp } from './leaf.ts';
import { type Decision, defineMachine } from './machine.ts';
import { isFenced } from './recover-chain.ts';
import { arrive, comeBack, tellRemoved, turnBack } from './recover-passage.ts';
import { State, type Turn, tokenOf, turnOf } from './recover-state.ts';
import { over, remarked, told } from './recover-timeline.ts';
import { ask, attempt, broken, concluded, create, depart, failed, madeAnew, recreate, repair, tryFrom } from './recover-turn.ts';
import { haltOf, isAside, isLost, runAside } from './recover-workflow.ts';
import { policiesOn, wentBack } from './way.ts';

/**
 * Brings a node back by the first of a chain that does: a reboot, a rebuild, removal and a new resource (RECREATE, the default).
 *
 * What this type of node cannot do is passed over. A repair counts once the node has been looked at and is well. With `check`, a node that
 * turns out healthy is left alone.
 */
export const nodeRecover = defineMachine<State>({
  name: 'NODE_RECOVER',
  success: 'Node recovery succeeded.',
  state: State,
  initial: { phase: 'ready', turn: 0 },
  sees: (self, { way }) => ({ policies: policiesOn(self, way) }),
  goesOn: () => true,
  by: (self, state) => removeBy(self, state),
  decide(self, state, input) {
    const turn = turnOf(self, state, input);
    const { node } = turn;
    const { returned } = input;
    const asked = !returned || returned.kind === 'pending';
    switch (state.phase) {
      case 'ready':
        return self.inputs.check === true && node.physicalId !== null ? look(turn, 'checking') : tryFrom(turn, 0);
      case 'checking':
        if (asked) return look(turn, 'checking');
        if (returned.kind === 'ok')
          return finish(self, input, { node: { ...learned(node, returned), ...settled('ACTIVE', 'Recover: Node is ACTIVE.', input.now) } });
        // A cloud that does not answer says nothing of the node, and would not repair it either.
        return returned.kind === 'fault' && returned.fault.kind === 'transient'
          ? { kind: 'giveUp', fault: returned.fault }
          : tryFrom(turn, 0);
      case 'repairing':
        if (asked) return repair(turn);
        return returned.kind === 'ok' ? look(turn, 'proving', learned(node, returned)) : failed(turn, faultOf(returned));
      case 'proving':
        if (asked) return look(turn, 'proving');
        if (returned.kind === 'unhealthy')
          return failed(turn, permanent('driver.unhealthy', `It is not well after that: ${returned.reason}.`));
        return returned.kind === 'ok'
          ? comeBack(turn, learned(node, returned))
          : comeBack(turn, {}, `Nobody could tell how it is after that: ${faultOf(returned).message}`);
      case 'running':
        if (asked) return runAside(turn, 'running');
        if (returned.kind === 'ok') return look(turn, 'proving');
        return isLost(returned) ? halt(turn, faultOf(returned)) : failed(turn, faultOf(returned));
      case 'halting':
        if (asked) return halt(turn);
        return returned.kind === 'ok' ? tryFrom(turn, state.turn + 1, LOST) : { kind: 'giveUp', fault: faultOf(returned) };
      case 'before':
        if (asked) return runAside(turn, 'before');
        if (returned.kind === 'ok') return attempt({ ...turn, timeline: over(turn.timeline, 'succeeded', '', input.now) });
        return isLost(returned) ? { kind: 'giveUp', fault: faultOf(returned) } : broken(turn, faultOf(returned));
      case 'after':
        if (asked) return runAside(turn, 'after');
        if (returned.kind === 'ok') return concluded(turn);
        return isLost(returned) ? { kind: 'giveUp', fault: faultOf(returned) } : broken(turn, faultOf(returned));
      case 'leaving':
        return depart(turn);
      case 'removing':
        // A lease that nobody gave back: nobody knows whether the cloud was ever asked, and it must have been once.
        if (asked) return isOverdue(turn) && self.lease === null ? notRemoved(turn, overdue(turn)) : recreate(turn);
        return returned.kind === 'ok' ? tellRemoved(turn, create(turn)) : notRemoved(turn, faultOf(returned));
      case 'creating':
        if (asked) return create(turn);
        if (returned.kind === 'ok') return arrive(turn, madeAnew(turn, returned));
        return state.turn + 1 < turn.chain.length ? clear(turn, faultOf(returned)) : { kind: 'giveUp', fault: faultOf(returned) };
      case 'arriving':
        return arrive(turn);
      case 'returning':
        return comeBack(turn);
      case 'clearing':
        if (asked) return clear(turn);
        return returned.kind === 'ok' ? tryFrom(turn, state.turn + 1, UNMADE) : { kind: 'giveUp', fault: faultOf(returned) };
    }
  },
  abandon(self, state, input) {
    const turn = turnOf(self, state, input);
    const { node, timeline } = turn;
    if (state.phase === 'ready' || state.phase === 'checking') return wrapUp(self, input, { node: untouched(node) });
    const undo = turnBack(turn, input);
    if (undo) return undo;
    const aside = state.phase === 'halting' ? 'running' : state.phase;
    if (isAside(aside) && !input.undone) return { kind: 'undo', call: haltOf(turn, aside) };
    if (state.phase === 'arriving') return { kind: 'undo', call: removalOf(turn), state: { phase: 'clearing', turn: state.turn } };
    const halfMade = state.phase === 'creating' || state.phase === 'clearing';
    if (halfMade && !input.undone) return { kind: 'undo', call: removalOf(turn) };
    const left = state.phase === 'leaving' ? untouched(node) : settled('ERROR', `Recovery failed: ${input.reason}`, input.now);
    return wrapUp(self, input, {
      node: {
        ...left,
        ...wentBack(state.way, node, input),
        ...(halfMade && unbalanced(node)),
        ...(halfMade && { token: tokenOf(turn), physicalId: null }),
      },
      data: told(over(timeline, input.signalled ? 'cancelled' : 'failed', input.reason, input.now)).data,
    });
  },
});

const look = (turn: Turn, phase: 'checking' | 'proving', patch = {}): Decision<State> => ask(turn, { phase }, { to: 'check' }, patch);

/**
 * The old one would not go. By force it is left to the sweep, which knows it by a token that no node has any more; what was adopted bears
 * none. Where any of the chain must see it proven dead no force helps, since nobody would look at what an attempt before it has left.
 */
function notRemoved(turn: Turn, fault: Fault): Decision<State> {
  const { self, node, chain, timeline } = turn;
  if (self.inputs.force_recreate !== true || chain.some((recovery) => isFenced(self.inputs, recovery))) return failed(turn, fault);
  if (node.token === null)
    return failed(turn, { ...fault, message: `${fault.message} It was adopted: the sweep would not know it for ours.` });
  return create({ ...turn, timeline: remarked(timeline, `The old resource is left to the sweep: ${fault.message}`) });
}

/** Until when the old one may take to go; undefined when nobody said. */
function removeBy({ inputs }: Action, { phase, since }: State): Instant | undefined {
  const most = inputs.delete_timeout;
  return phase === 'removing' && since !== undefined && typeof most === 'number' ? after(since, seconds(most)) : undefined;
}

function isOverdue({ self, state, input }: Turn): boolean {
  const by = removeBy(self, state);
  return by !== undefined && input.now >= by;
}

const overdue = ({ self }: Turn): Fault =>
  permanent('driver.timeout', `The old resource was still there after ${String(self.inputs.delete_timeout)} seconds.`);

/** What came to nothing is not left lying about while something else is tried. @param fault why it came to nothing, when that is news */
function clear(turn: Turn, fault?: Fault): Decision<State> {
  const { timeline, input, state } = turn;
  return {
    kind: 'call',
    state: { phase: 'clearing', turn: state.turn },
    call: removalOf(turn),
    ...(fault && { change: told(over(timeline, 'failed', fault.message, input.now)) }),
  };
}

const removalOf = (turn: Turn): Call => ({
  to: 'remove',
  force: true,
  profileType: turn.node.profileType,
  resource: resourceOf(turn.self, turn.node, turn.input, { token: tokenOf(turn), physicalId: null }),
});

/** @param fault why nothing more is known of it, when that is news */
const halt = (turn: Turn, fault?: Fault): Decision<State> => ({
  kind: 'call',
  state: { phase: 'halting', turn: turn.state.turn },
  call: haltOf(turn, 'running'),
  ...(fault && { change: told(over(turn.timeline, 'failed', fault.message, turn.input.now)) }),
});

/** Stands for the reason that is on the timeline already. */
const LOST = permanent('recovery.failed', 'Nobody could tell how the workflow is.');

/** Stands for the reason that is on the timeline already. */
const UNMADE = permanent('recovery.failed', 'The new resource did not come up.');

const faultOf = (returned: Outcome): Fault =>
  returned.kind === 'fault'
    ? returned.fault
    : permanent('driver.unhealthy', returned.kind === 'unhealthy' ? returned.reason : 'The resource did not come up.');
