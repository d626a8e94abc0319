import { anewFrom, busy, type Node, settled, untouched } from '../cluster/node.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import { findProfileType } from '../profile/catalogue.ts';
import { retagged } from '../profile/machine-tags.ts';
import type { Call } from './call.ts';
import { finish, learned, resourceOf } from './leaf.ts';
import type { Decision } from './machine.ts';
import type { Recovery } from './recover-chain.ts';
import { currentOf, noteOf, type State, type Turn, tokenOf } from './recover-state.ts';
import { begun, failures, over, passedOver, told } from './recover-timeline.ts';
import { runAside } from './recover-workflow.ts';
import { tellBeside } from './tell-beside.ts';
import { goOn, passageFor, setOut, unseen } from './way.ts';

export type Request =
  | { readonly to: 'check' }
  | { readonly to: 'remove'; readonly force: boolean }
  | Omit<Extract<Call, { to: 'operate' }>, 'profileType' | 'resource'>;

/** A call about the node's resource. @param patch what is known of the node since the last call */
export function ask(turn: Turn, state: Omit<State, 'turn'>, request: Request, patch: Partial<Node> = {}): Decision<State> {
  const { self, node, input, timeline } = turn;
  const marked = { ...(node.status !== 'RECOVERING' && busy(node, 'RECOVERING', 'Recovery in progress')), ...patch };
  return {
    kind: 'call',
    state: { turn: turn.state.turn, ...state },
    call: { ...request, profileType: node.profileType, resource: resourceOf(self, { ...node, ...patch }, input) },
    change: { ...noteOf(self, timeline), ...(Object.keys(marked).length > 0 && { node: marked }) },
  };
}

/** The node is back; unless a workflow is to say so. @param reason what to say of the attempt that did it, when there is more to say */
export function recovered(turn: Turn, patch: Partial<Node>, reason = ''): Decision<State> {
  const timeline = over(turn.timeline, 'succeeded', reason, turn.input.now);
  return currentOf(turn).after ? runAside({ ...turn, timeline }, 'after', patch) : concluded({ ...turn, timeline }, patch);
}

/** All that was to be done has been. */
export const concluded = (turn: Turn, patch: Partial<Node> = {}): Decision<State> =>
  finish(turn.self, turn.input, {
    node: { ...patch, ...settled('ACTIVE', 'Recovery succeeded', turn.input.now), ...(turn.node.suspended && { suspended: null }) },
    data: told(over(turn.timeline, 'succeeded', '', turn.input.now)).data,
    outputs: { recovered_by: currentOf(turn).name },
  });

/** That attempt came to nothing: the next one, when there is one. */
export function failed(turn: Turn, fault: Fault): Decision<State> {
  const { self, node, input, timeline } = turn;
  const next = tryFrom({ ...turn, timeline: over(timeline, 'failed', fault.message, input.now) }, turn.state.turn + 1, fault);
  const { name } = currentOf(turn);
  const reason = `${name} did not help: ${fault.message}`;
  const news = { type: 'recovery-attempted', level: 'WARN', action: self.action, status: 'error', reason, cause: self } as const;
  return tellBeside(next, node, { ...news, data: { recovery: name } }, input.now);
}

/**
 * Tries the first of the chain that this node can be brought back by at all.
 *
 * @param from where in the chain to begin @param last why the one before failed, when one was tried
 */
export function tryFrom(turn: Turn, from: number, last?: Fault): Decision<State> {
  const { self, input, node, chain } = turn;
  let { timeline } = turn;
  let reason = last;
  for (const [i, recovery] of chain.entries()) {
    if (i < from) continue;
    const obstacle = obstacleOf(recovery, node);
    const next = { ...turn, timeline, state: { phase: 'ready', turn: i } as const };
    if (!obstacle) return recovery.before ? runAside(next, 'before') : attempt(next);
    timeline = passedOver(timeline, { name: recovery.name }, obstacle.message, input.now);
    reason ??= obstacle;
  }
  const fault = chain.length > 1 || !reason ? permanent('recovery.failed', `Nothing helped. ${failures(timeline)}`) : reason;
  return finish(self, input, {
    fault,
    node: last ? settled('ERROR', `Recovery failed: ${fault.message}`, input.now) : untouched(node),
    data: told(timeline).data,
  });
}

/** Why this need not even be tried with this node. */
function obstacleOf({ name }: Recovery, { name: nodeName, physicalId, profileType }: Node): Fault | undefined {
  if (name === 'RECREATE' || name === 'WORKFLOW') return undefined;
  if (physicalId === null)
    return permanent('node.not-created', `The node '${nodeName}' has no physical resource to ${name.toLowerCase()}.`);
  if (verbFor(name, profileType)) return undefined;
  return permanent('operation.unsupported', `The recover operation '${name}' is not supported by the profile type '${profileType}'.`);
}

/** Tries the one whose turn it is. What was to be run before it has been. */
export function attempt(turn: Turn): Decision<State> {
  const { name } = currentOf(turn);
  if (name === 'WORKFLOW') return runAside(turn, 'running');
  const begins = { ...turn, timeline: begun(turn.timeline, { name }, turn.input.now) };
  return name === 'RECREATE' ? depart(begins) : repair(begins);
}

/** A workflow that was to be run around an attempt has failed, and so has the recovery: nothing more is tried. */
export const broken = ({ self, input, timeline }: Turn, { message }: Fault): Decision<State> =>
  finish(self, input, {
    fault: permanent('recovery.failed', message),
    node: settled('ERROR', `Recovery failed: ${message}`, input.now),
    data: told(over(timeline, 'failed', message, input.now)).data,
  });

/** Out of service before its resource goes. */
export function depart(turn: Turn): Decision<State> {
  const { self, node, input, timeline, state } = turn;
  const { departure } = passageFor(self, input);
  const missing = self.parentId === null ? unseen(input.seen.policies, departure) : [];
  if (missing.length > 0) return { kind: 'look', sight: { policies: missing } };
  const marked = node.status === 'RECOVERING' ? {} : busy(node, 'RECOVERING', 'Recovery in progress');
  const begins = state.phase !== 'leaving';
  const way = (!begins && state.way) || setOut(departure, true, node);
  const answered = begins ? { ...input, returned: undefined } : input;
  const going = goOn<State>(self, way, answered, (further) => ({ phase: 'leaving', turn: state.turn, way: further }), marked);
  if (going.kind === 'through') return recreate(turn, going.patch);
  return 'change' in going ? { ...going, change: { ...noteOf(self, timeline), ...going.change } } : going;
}

/** In place, by an operation of the profile type. */
export function repair(turn: Turn): Decision<State> {
  const { name, params } = currentOf(turn);
  const operation = verbFor(name, turn.node.profileType) ?? name.toLowerCase();
  const hard = name === 'REBOOT' && operation === 'reboot' ? { type: 'HARD' } : {};
  return ask(turn, { phase: 'repairing' }, { to: 'operate', token: tokenOf(turn), operation, params: { ...hard, ...params } });
}

/** A profile type without a reboot restarts instead; one that has neither cannot. */
function verbFor(name: string, profileType: string): string | undefined {
  const operations = findProfileType(profileType)?.operations ?? {};
  return (name === 'REBOOT' ? ['reboot', 'restart'] : ['rebuild']).find((verb) => verb in operations);
}

/** Away with the old one first, where there may be one. */
export const recreate = (turn: Turn, patch: Partial<Node> = {}): Decision<State> =>
  turn.node.physicalId === null && turn.node.token === null
    ? create(turn, patch)
    : ask(turn, { phase: 'removing', since: turn.state.since ?? turn.input.now }, { to: 'remove', force: true }, patch);

/** From here the node's resource is the one this attempt makes: a new token, since the old name may still be on its way out. */
export function create(turn: Turn, patch: Partial<Node> = {}): Decision<State> {
  const { self, node, input, timeline, state } = turn;
  const token = tokenOf(turn);
  const profileId = anewFrom(input.seen.cluster, node);
  if (profileId !== node.profileId && !input.seen.profiles.some(({ id }) => id === profileId)) {
    return { kind: 'look', sight: { profiles: [profileId] } };
  }
  const made = (of: string) => input.seen.profiles.find(({ id }) => id === of);
  const metadata = retagged(made(node.profileId), made(profileId), node);
  const fresh = { token, physicalId: null, memory: {}, ...(profileId !== node.profileId && { profileId, metadata }) };
  return {
    kind: 'call',
    state: { phase: 'creating', turn: state.turn },
    call: { to: 'ensure', token, profileType: node.profileType, resource: resourceOf(self, { ...node, ...fresh }, input) },
    change: {
      ...noteOf(self, timeline),
      ...(node.token !== token && { node: { ...patch, ...busy(node, 'RECOVERING', 'Recovery in progress'), ...fresh } }),
    },
  };
}

/** What the resource that was made is to the node. */
export const madeAnew = (turn: Turn, returned: Parameters<typeof learned>[1]): Partial<Node> => ({
  ...learned(turn.node, returned),
  token: tokenOf(turn),
  data: { ...turn.node.data, ...returned.data, recovery: 'RECREATE' },
});
