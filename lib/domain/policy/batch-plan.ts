import { isBad } from '../cluster/victims.ts';
import { type PolicyFacts, type PolicyVerdict, pass } from './conduct.ts';
import { growthOf } from './growth.ts';

export const BATCHED = ['UPDATE', 'GROW', 'SHRINK'] as const;

type Batch = {
  readonly min_in_service: number;
  readonly max_batch_size: number;
  readonly pause_time: number;
  readonly applies_to?: readonly string[];
};

/** How many at a time: as many as can be spared of `total`, half of them where none can, and never more than `max_batch_size` unless that is -1. */
export function batchSize(total: number, { min_in_service, max_batch_size }: Batch): number {
  const spared = total > min_in_service ? total - min_in_service : Math.ceil(total / 2);
  return Math.max(1, max_batch_size === -1 || spared < max_batch_size ? spared : max_batch_size);
}

/** Which members are updated together, or how many come or go at a time. */
export function planBatches(batch: Batch, facts: PolicyFacts): PolicyVerdict {
  const { action, members } = facts;
  const work = workOf(facts);
  const { pause_time, max_batch_size, applies_to = ['UPDATE'] } = batch;
  if (!work) return pass('No node is updated, comes or goes.');
  if (!applies_to.includes(work)) return pass(`It is about ${applies_to.join(' and ')} only.`);
  if (work === 'UPDATE') {
    const size = batchSize(members.length, batch);
    const plan = inSlices(
      [...members.filter(isBad), ...members.filter((node) => !isBad(node))].map(({ id }) => id),
      size,
    );
    return { kind: 'go', decisions: { update: { pause_time, plan } }, reason: `${plan.length} batches of at most ${size} nodes.` };
  }
  // Nobody in service is missed while others come.
  const size = work === 'GROW' ? max_batch_size : batchSize(members.length, batch);
  if (size === -1) return pass('All nodes come at once.');
  const count = Math.abs(growthOf(facts));
  return {
    kind: 'go',
    decisions: { batch: { size, pause_time } },
    reason: `${count} nodes ${work === 'GROW' ? 'come' : 'go'}, at most ${size} at a time (${action.action}).`,
  };
}

function workOf(facts: PolicyFacts): (typeof BATCHED)[number] | undefined {
  const { action, inputs } = facts.action;
  if (action === 'CLUSTER_UPDATE')
    return typeof inputs.new_profile_id === 'string' && inputs.profile_only !== true && facts.members.length > 0 ? 'UPDATE' : undefined;
  const growth = growthOf(facts);
  return growth > 0 ? 'GROW' : growth < 0 ? 'SHRINK' : undefined;
}

/** Cut into slices of `size`, the last one as long as is left. */
export const inSlices = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
