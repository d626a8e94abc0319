import { z } from 'zod';
import { busy, type Node, settled, untouched } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { Profile } from '../profile/profile.ts';
import { changedProperties, interrupts, propertiesOf } from '../profile/properties.ts';
import type { Action } from './action.ts';
import { isBalanced } from './balance-step.ts';
import { finish, learned, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { type Decision, defineMachine, type Input } from './machine.ts';
import { Way } from './taken.ts';
import { goBack, goOn, passageFor, policiesOn, setOut, unseen, wentBack } from './way.ts';

/** `out`: out of its balancers, before its work is interrupted. `back`: into them, once it is what it was to become. */
const State = z.object({ called: z.boolean(), out: Way.optional(), back: Way.optional() });
type State = z.infer<typeof State>;

/**
 * Gives a node another profile, name, role, metadata, taint or protection. Only the profile is the driver's business. Where it interrupts what the node is
 * working on, nobody is sent there meanwhile.
 */
export const nodeUpdate = defineMachine<State>({
  name: 'NODE_UPDATE',
  success: 'Node update succeeded.',
  state: State,
  initial: { called: false },
  sees: (self, { out, back }) => ({
    profiles: [newProfileId(self)].filter((id) => id !== undefined),
    policies: policiesOn(self, out, back),
  }),
  decide(self, state, input) {
    const node = nodeOf(input);
    const { returned, seen, now } = input;
    const wanted = newProfileId(self);
    const refuse = (code: string, message: string) => finish(self, input, { fault: permanent(code, message), node: untouched(node) });

    if (state.back) return comeBack(self, state.back, input, {});
    if (node.physicalId === null) return refuse('node.not-created', `The node '${node.name}' has no physical resource to update.`);
    if (wanted === undefined || wanted === node.profileId)
      return finish(self, input, { node: { ...untouched(node), ...asked(self), updatedAt: now } });
    if (state.called && returned?.kind === 'ok') {
      const up = { ...learned(node, returned), profileId: wanted };
      const steps = state.out && !node.standby ? passageFor(self, input).arrival : [];
      return comeBack(self, setOut(steps, false, node), { ...input, returned: undefined }, up);
    }
    if (state.called && returned?.kind === 'fault') return { kind: 'giveUp', fault: returned.fault };

    const from = seen.profiles.find((p) => p.id === node.profileId);
    const to = seen.profiles.find((p) => p.id === wanted);
    if (!from || !to) return refuse('profile.not-found', `The profile '${from ? wanted : node.profileId}' could not be found.`);
    const changed = changedProperties(from, to);
    if (changed.kind === 'fault') return refuse(changed.fault.code, changed.fault.message);
    if (changed.changed.length === 0)
      return finish(self, input, { node: { ...asked(self), ...settled('ACTIVE', 'Update succeeded', now), profileId: wanted } });

    const interrupted = isBalanced(node) && interrupts(node.profileType, changed.changed);
    const out = state.out ?? (interrupted ? setOut(passageFor(self, input).departure, true, node) : undefined);
    if (!out || state.called) return { ...update(self, state, node, input, to, changed.changed), state: { ...state, called: true } };
    const missing = self.parentId === null ? unseen(seen.policies, out.steps) : [];
    if (missing.length > 0) return { kind: 'look', sight: { policies: missing } };
    const going = goOn<State>(self, out, input, (further) => ({ called: false, out: further }));
    if (going.kind !== 'through') return going;
    const begun = update(self, state, { ...node, ...going.patch }, input, to, changed.changed);
    const left = { ...begun.change.node, ...going.patch };
    return { ...begun, change: { node: left }, state: { called: true, out: { ...out, at: out.steps.length } } };
  },
  abandon(self, state, input) {
    const node = nodeOf(input);
    const way = state.back ?? state.out;
    const undo = way && goBack(self, way, input);
    if (undo) return { kind: 'undo', call: undo.call, state: { ...state, [state.back ? 'back' : 'out']: undo.way } };
    const whereabouts = wentBack(way, node, input);
    // It is what it was to become, and out of its balancer.
    if (state.back) return wrapUp(self, input, { node: { ...settled('WARNING', `Update: ${input.reason}`, input.now), ...whereabouts } });
    // A failed update is worse news than that a balancer would not have the node back.
    const failed = { ...whereabouts, ...settled('ERROR', `Update failed: ${input.reason}`, input.now) };
    return wrapUp(self, input, { node: state.called ? failed : { ...untouched(node), ...whereabouts } });
  },
});

const update = (self: Action, { called }: State, node: Node, input: Input, to: Profile, changed: readonly string[]) =>
  ({
    kind: 'call',
    change: called || self.parentId !== null ? { node: {} } : { node: busy(node, 'UPDATING', 'Update in progress') },
    call: {
      to: 'update',
      token: self.id,
      properties: propertiesOf(to),
      changed,
      profileType: node.profileType,
      resource: resourceOf(self, node, input),
    },
  }) as const;

/** @param up what has become of it and is not stored yet */
function comeBack(self: Action, way: Way, input: Input, up: Partial<Node>): Decision<State> {
  const missing = self.parentId === null ? unseen(input.seen.policies, way.steps) : [];
  if (missing.length > 0) return { kind: 'look', sight: { policies: missing } };
  const going = goOn<State>(self, way, input, (further) => ({ called: true, back: further }), up);
  if (going.kind !== 'through') return going;
  return finish(self, input, { node: { ...asked(self), ...settled('ACTIVE', 'Update succeeded', input.now), ...going.patch } });
}

function newProfileId(self: Action): string | undefined {
  const id = self.inputs.new_profile_id;
  return typeof id === 'string' ? id : undefined;
}

/** What of the request is the service's own to change. */
function asked({ inputs }: Action): Partial<Node> {
  const { name, role, metadata, tainted, protected: isProtected } = inputs;
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof role === 'string' && { role }),
    ...(isJsonObject(metadata) && { metadata }),
    ...(typeof tainted === 'boolean' && { tainted }),
    ...(typeof isProtected === 'boolean' && { protected: isProtected }),
  };
}
