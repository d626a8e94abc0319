import { z } from 'zod';
import { busy, settled, untouched } from '../cluster/node.ts';
import { permanent } from '../kernel/fault.ts';
import { isJsonObject } from '../kernel/json.ts';
import { finish, learned, nodeOf, resourceOf, wrapUp } from './leaf.ts';
import { defineMachine } from './machine.ts';
import { afterOperation } from './node-suspension.ts';

/** Does one of the things the profile type lists: reboot, pause, restart, ... */
export const nodeOperation = defineMachine({
  name: 'NODE_OPERATION',
  success: 'Node operation succeeded.',
  state: z.object({ called: z.boolean() }),
  initial: { called: false },
  decide(self, state, input) {
    const node = nodeOf(input);
    const { returned, now } = input;
    const operation = String(self.inputs['operation']);
    const params = self.inputs['params'];
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
  abandon: (self, { called }, input) =>
    wrapUp(self, input, {
      node: called
        ? settled('ERROR', `Operation '${String(self.inputs['operation'])}' failed: ${input.reason}`, input.now)
        : untouched(nodeOf(input)),
    }),
});
