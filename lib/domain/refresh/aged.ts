import type { Node } from '../cluster/node.ts';
import { bornAt } from '../kernel/ids.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import { type Batch, type Healthy, type Member, nextBatch } from './batch.ts';

/** AWS's, where a group has no policy of its own. */
const USUAL: Healthy = { min: 90, max: 100 };

/** The least and the most that a group's own policy of maintenance says; -1 takes it back. @param verbatim what is kept of a group as its clients wrote it */
export function healthyIn({ InstanceMaintenancePolicy: policy }: JsonObject): Healthy {
  const { MinHealthyPercentage: min, MaxHealthyPercentage: max } = isJsonObject(policy) ? policy : {};
  return {
    min: typeof min === 'number' && min >= 0 ? min : USUAL.min,
    max: typeof max === 'number' && max >= 100 ? max : USUAL.max,
  };
}

/** How long an instance may live; undefined when it may for ever. */
export const lifetimeIn = ({ MaxInstanceLifetime: most }: JsonObject): Seconds | undefined =>
  typeof most === 'number' && most > 0 ? seconds(most) : undefined;

/**
 * Who is replaced now because their resource has lived long enough; undefined while nobody is, or may be.
 *
 * @param nodes the group's members
 */
export function agedBatch(nodes: readonly Node[], desired: number, healthy: Healthy, lifetime: Seconds, now: Instant): Batch | undefined {
  const members = nodes
    .filter(({ standby }) => !standby)
    .map((node): Member & { readonly madeAt: Instant } => {
      const madeAt = madeAtOf(node);
      const fit = node.status === 'ACTIVE' && !node.suspended;
      return { id: node.id, counted: true, fit, old: now >= after(madeAt, lifetime), madeAt };
    })
    .sort((a, b) => a.madeAt - b.madeAt);
  return members.some(({ old }) => old) ? nextBatch(members, desired, healthy, Math.max(1, Math.floor(desired / 10))) : undefined;
}

/** A node that was made anew is as old as what is behind it: whoever made that is its token, and ids carry their time of birth. */
const madeAtOf = ({ token, createdAt, initAt }: Node): Instant => (token === null ? (createdAt ?? initAt) : bornAt(token));
