import type { Action } from '../../domain/action/action.ts';
import type { Outcome, Resource } from '../../domain/action/call.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Driver } from '../../ports/driver.ts';
import type { World } from '../world.ts';
import type { Cast } from './cast.ts';
import type { Part } from './recording.ts';

/**
 * A cloud that takes as long over each node as the real one did, and fails where that failed. Asked by actions that the recording does not have, and to undo
 * something, it does what the shipped one does.
 */
export function asRecorded(driver: Driver, world: () => World, cast: Cast): Driver {
  const way =
    <C extends { readonly resource: Resource }>(effect: (call: C) => Promise<Outcome>) =>
    async (call: C): Promise<Outcome> => {
      const self = workingOn(world(), call.resource.owner.nodeId);
      const part = self && !self.closing ? partOf(self, cast) : undefined;
      if (!self || !part) return effect(call);
      const { began, ended, status, reason } = part;
      const since = world().ledger.times.get(self.id)?.began ?? world().now;
      const lasts = began === null || ended === null ? 0 : Math.floor(ended - began);
      const left = lasts - Math.floor((world().now - since) / 1000);
      // What was cancelled had not come to its end, and does not here before it is.
      if (status === 'CANCELLED') return { kind: 'pending', again: seconds(5), memory: call.resource.memory };
      if (left > 0) return { kind: 'pending', again: seconds(left), memory: call.resource.memory };
      return status === 'FAILED' ? { kind: 'fault', fault: permanent('driver.recorded', reason) } : effect(call);
    };
  return {
    ...driver,
    ensure: way(driver.ensure),
    remove: way(driver.remove),
    check: way(driver.check),
    operate: way(driver.operate),
    update: way(driver.update),
  };
}

const workingOn = ({ ledger }: World, nodeId: string): Action | undefined =>
  [...ledger.open.values()].find(({ target, lease }) => target === nodeId && lease !== null);

/** The same among those of its name that came of the deed; a deed on a node is its own part. */
function partOf(
  { id, parentId, action }: Action,
  { lived, partsOf }: Cast,
): Pick<Part, 'status' | 'reason' | 'began' | 'ended'> | undefined {
  if (parentId === null) return lived.get(id);
  const place = partsOf(parentId, action).findIndex((one) => one.id === id);
  return lived.get(parentId)?.parts.filter((part) => part.action === action)[place];
}
