import { z } from 'zod';
import type { Node } from '../cluster/node.ts';
import { busy, settled, untouched } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { findProfileType } from '../profile/catalogue.ts';
import type { Action } from './action.ts';
import type { Call } from './call.ts';
import { finish, learned, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { type Decision, defineMachine, type Input } from './machine.ts';

const State = z.object({ phase: z.enum(['ready', 'checking', 'repairing', 'removing', 'creating']) });
type State = z.infer<typeof State>;

/**
 * Brings a node back: by rebooting it, rebuilding it, or removing it and making it anew (RECREATE, the default).
 *
 * With `check`, a node that turns out healthy is left alone.
 */
export const nodeRecover = defineMachine<State>({
  name: 'NODE_RECOVER',
  success: 'Node recovery succeeded.',
  state: State,
  initial: { phase: 'ready' },
  decide(self, { phase }, input) {
    const node = nodeOf(input);
    const { returned } = input;
    const again = !returned || returned.kind === 'pending';
    switch (phase) {
      case 'ready':
        return self.inputs['check'] === true && node.physicalId !== null
          ? ask(self, node, input, 'checking', { to: 'check' })
          : repair(self, node, input);
      case 'checking':
        if (again) return ask(self, node, input, 'checking', { to: 'check' });
        return returned.kind === 'ok'
          ? finish(self, input, { node: { ...learned(node, returned), ...settled('ACTIVE', 'Recover: Node is ACTIVE.', input.now) } })
          : repair(self, node, input);
      case 'repairing':
        if (again) return repair(self, node, input);
        return returned.kind === 'ok' ? recovered(self, node, input, { ...learned(node, returned) }) : fail(returned);
      case 'removing':
        if (again) return recreate(self, node, input);
        return returned.kind === 'ok' || self.inputs['force_recreate'] === true ? create(self, node, input) : fail(returned);
      case 'creating':
        if (again) return create(self, node, input);
        if (returned.kind !== 'ok') return fail(returned);
        return recovered(self, node, input, {
          ...learned(node, returned),
          token: self.id,
          data: { ...node.data, ...returned.data, recovery: 'RECREATE' },
        });
    }
  },
  abandon(self, { phase }, input) {
    const node = nodeOf(input);
    if (phase === 'ready' || phase === 'checking') return wrapUp(self, input, { node: untouched(node) });
    const halfMade = phase === 'creating';
    if (halfMade && !input.undone) {
      return {
        kind: 'undo',
        call: {
          to: 'remove',
          force: true,
          profileType: node.profileType,
          resource: resourceOf(self, node, input, { token: self.id, physicalId: null }),
        },
      };
    }
    return wrapUp(self, input, {
      node: { ...settled('ERROR', `Recovery failed: ${input.reason}`, input.now), ...(halfMade && { token: self.id, physicalId: null }) },
    });
  },
});

function repair(self: Action, node: Node, input: Input): Decision<State> {
  const operation = typeof self.inputs['operation'] === 'string' ? self.inputs['operation'] : 'RECREATE';
  if (operation === 'RECREATE') return recreate(self, node, input);
  const refuse = (code: string, message: string) => finish(self, input, { fault: permanent(code, message), node: untouched(node) });
  if (node.physicalId === null)
    return refuse('node.not-created', `The node '${node.name}' has no physical resource to ${operation.toLowerCase()}.`);

  const verb = verbFor(operation, node.profileType);
  if (!verb)
    return refuse(
      'operation.unsupported',
      `The recover operation '${operation}' is not supported by the profile type '${node.profileType}'.`,
    );
  const params = operation === 'REBOOT' && verb === 'reboot' ? { type: 'HARD', ...paramsOf(self) } : paramsOf(self);
  return ask(self, node, input, 'repairing', { to: 'operate', token: self.id, operation: verb, params });
}

/** A profile type without a reboot restarts instead; one that has neither cannot. */
function verbFor(operation: string, profileType: string): string | undefined {
  const operations = findProfileType(profileType)?.operations ?? {};
  return (operation === 'REBOOT' ? ['reboot', 'restart'] : ['rebuild']).find((verb) => verb in operations);
}

const recreate = (self: Action, node: Node, input: Input): Decision<State> =>
  node.physicalId === null && node.token === null
    ? create(self, node, input)
    : ask(self, node, input, 'removing', { to: 'remove', force: true });

/** From here the node's resource is the one this action makes: a new token, since the old name may still be on its way out. */
function create(self: Action, node: Node, input: Input): Decision<State> {
  const fresh = { token: self.id, physicalId: null, memory: {} };
  const call: Call = {
    to: 'ensure',
    token: self.id,
    profileType: node.profileType,
    resource: resourceOf(self, { ...node, ...fresh }, input),
  };
  return {
    kind: 'call',
    state: { phase: 'creating' },
    call,
    ...(node.token !== self.id && { change: { node: { ...busy(node, 'RECOVERING', 'Recovery in progress'), ...fresh } } }),
  };
}

type Ask =
  | { readonly to: 'check' }
  | { readonly to: 'remove'; readonly force: boolean }
  | { readonly to: 'operate'; readonly token: string; readonly operation: string; readonly params: JsonObject };

function ask(self: Action, node: Node, input: Input, phase: State['phase'], what: Ask): Decision<State> {
  const marked = node.status === 'RECOVERING' ? {} : { change: { node: busy(node, 'RECOVERING', 'Recovery in progress') } };
  return {
    kind: 'call',
    state: { phase },
    call: { ...what, profileType: node.profileType, resource: resourceOf(self, node, input) },
    ...marked,
  };
}

const recovered = (self: Action, _: Node, input: Input, patch: Partial<Node>): Decision<State> =>
  finish(self, input, { node: { ...patch, ...settled('ACTIVE', 'Recovery succeeded', input.now) } });

const fail = (returned: NonNullable<Input['returned']>): Decision<State> => ({
  kind: 'giveUp',
  fault:
    returned.kind === 'fault'
      ? returned.fault
      : permanent('driver.unhealthy', returned.kind === 'unhealthy' ? returned.reason : 'The resource did not come up.'),
});

const paramsOf = (self: Action): JsonObject => (isJsonObject(self.inputs['operation_params']) ? self.inputs['operation_params'] : {});
