import { z } from 'zod';
import { busy, settled, untouched } from '../cluster/node.ts';
import { isStandby } from '../cluster/standby.ts';
import { permanent } from '../kernel/fault.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { Action } from './action.ts';
import { finish, learned, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { type Abandonment, defineMachine, type GivenUp } from './machine.ts';
import { type Operating, standBy, stayPut } from './node-standby.ts';
import { afterOperation } from './node-suspension.ts';
import { Way } from './taken.ts';
import { isBorne, policiesOn } from './way.ts';

/** Does one of the things the profile type lists: reboot, pause, restart, ... */
export const nodeOperation = defineMachine<Operating>({
  name: 'NODE_OPERATION',
  success: 'Node operation succeeded.',
  state: z.object({ called: z.boolean(), way: Way.optional() }),
  initial: { called: false },
  sees: (self, { way }) => ({ policies: policiesOn(self, way) }),
  goesOn: (_, { way }) => isBorne(way),
  decide(self, state, input) {
    const node = nodeOf(input);
    if (isStandby(self.inputs.operation)) return standBy(self, self.inputs.operation, state, input);
    const { returned, now } = input;
    const operation = String(self.inputs.operation);
    const params = self.inputs.params;
    if (node.physicalId === null) {
      return finish(self, input, {
        fault: permanent('node.not-created', `The node '${node.name}' has no physical resource to operate on.`),
        node: untouched(node),
      });
    }
    if (!returned || returned.kind === 'pending') {
      const resource = resourceOf(self, node, input);
      return {
        kind: 'call',
        state: { called: true },
        change: state.called || self.parentId !== null ? {} : { node: busy(node, 'OPERATING', `Operation '${operation}' in progress`) },
        call: {
          to: 'operate',
          token: self.id,
          operation,
          params: isJsonObject(params) ? params : {},
          profileType: node.profileType,
          resource,
        },
      };
    }
    if (returned.kind === 'ok') {
      return finish(self, input, { node: { ...learned(node, returned), ...afterOperation(self, node, now) } });
    }
    return { kind: 'giveUp', fault: returned.kind === 'fault' ? returned.fault : permanent('driver.unhealthy', returned.reason) };
  },
  abandon: (self, state, input) => (isStandby(self.inputs.operation) ? stayPut(self, state, input) : undone(self, state, input)),
});

const undone = (self: Action, { called }: Operating, input: GivenUp): Abandonment =>
  wrapUp(self, input, {
    node: called
      ? settled('ERROR', `Operation '${String(self.inputs.operation)}' failed: ${input.reason}`, input.now)
      : untouched(nodeOf(input)),
  });
