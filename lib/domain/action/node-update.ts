import { z } from 'zod';
import { busy, type Node, settled, untouched } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import { isJsonObject } from '../kernel/json.ts';
import { changedProperties, propertiesOf } from '../profile/properties.ts';
import type { Action } from './action.ts';
import { finish, learned, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { defineMachine } from './machine.ts';

/** Gives a node another profile, name, role, metadata, taint or protection. Only the profile is the driver's business. */
export const nodeUpdate = defineMachine({
  name: 'NODE_UPDATE',
  success: 'Node update succeeded.',
  state: z.object({ called: z.boolean() }),
  initial: { called: false },
  sees: (self) => ({ profiles: [newProfileId(self)].filter((id) => id !== undefined) }),
  decide(self, state, input) {
    const node = nodeOf(input);
    const { returned, seen, now } = input;
    const wanted = newProfileId(self);
    const updated = { ...asked(self), ...settled('ACTIVE', 'Update succeeded', now) };
    const refuse = (code: string, message: string) => finish(self, input, { fault: permanent(code, message), node: untouched(node) });

    if (node.physicalId === null) return refuse('node.not-created', `The node '${node.name}' has no physical resource to update.`);
    if (wanted === undefined || wanted === node.profileId)
      return finish(self, input, { node: { ...untouched(node), ...asked(self), updatedAt: now } });
    if (returned?.kind === 'ok') return finish(self, input, { node: { ...updated, ...learned(node, returned), profileId: wanted } });
    if (returned?.kind === 'fault') return { kind: 'giveUp', fault: returned.fault };

    const from = seen.profiles.find((p) => p.id === node.profileId);
    const to = seen.profiles.find((p) => p.id === wanted);
    if (!from || !to) return refuse('profile.not-found', `The profile '${from ? wanted : node.profileId}' could not be found.`);
    const changed = changedProperties(from, to);
    if (changed.kind === 'fault') return refuse(changed.fault.code, changed.fault.message);
    if (changed.changed.length === 0) return finish(self, input, { node: { ...updated, profileId: wanted } });
    return {
      kind: 'call',
      state: { called: true },
      change: state.called || self.parentId !== null ? {} : { node: busy(node, 'UPDATING', 'Update in progress') },
      call: {
        to: 'update',
        token: self.id,
        properties: propertiesOf(to),
        changed: changed.changed,
        profileType: node.profileType,
        resource: resourceOf(self, node, input),
      },
    };
  },
  abandon: (self, { called }, input) =>
    wrapUp(self, input, { node: called ? settled('ERROR', `Update failed: ${input.reason}`, input.now) : untouched(nodeOf(input)) }),
});

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
