import type { Outgo } from '../cloud.ts';
import type { World } from '../world.ts';
import { heedChange } from './as-planned.ts';

/** What is asked of a cloud, at the moment in which it is. */
export function heedCall(world: World, call: Outgo): void {
  heedChange(world, call);
  heedMaking(world, call);
}

/** A resource of a node is asked for. Made anew, it is not before the removal of the other one was asked for, nor where that must be proven gone. */
function heedMaking(world: World, { to, token, resource }: Outgo): void {
  if (to !== 'ensure' || token === undefined) return;
  const { nodeId } = resource.owner;
  const by = world.ledger.maker(nodeId, token);
  if (!by) return;
  const others = world.cloud.things.filter((thing) => thing.owner?.nodeId === nodeId && thing.token !== token);
  for (const thing of others.filter((other) => !world.cloud.isAskedToGo(other)))
    world.break('I2', `nothing is made anew before the old one was asked to go, as was ${thing.physicalId} of ${world.call(nodeId)}`);
  // What comes into being late, and what an earlier recovery left to it by force, is the sweep's.
  if (by.fenced && others.length > 0 && !world.facts.late && !world.ledger.forsaken().includes(nodeId))
    world.break('I2', `what is fenced is gone before another is made, unlike ${world.call(nodeId)}`);
}
