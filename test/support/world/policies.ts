import type { JsonObject } from '../../../lib/domain/kernel/json.ts';
import type { Policy } from '../../../lib/domain/policy/policy.ts';
import { aPolicy, idOf } from '../documents.ts';

const policy = (name: string, type: string, version: string, properties: JsonObject): Policy =>
  aPolicy({ id: idOf(`policy ${name}`), name, type: `${type}-${version}`, spec: { type, version, properties } });
const scaling = (name: string, event: string, adjustment: JsonObject) =>
  policy(name, 'senlin.policy.scaling', '1.0', { event: `CLUSTER_SCALE_${event}`, adjustment });
const deletion = (name: string, properties: JsonObject) => policy(name, 'senlin.policy.deletion', '1.1', properties);
const batch = (version: string, properties: JsonObject) =>
  policy(`batches ${JSON.stringify(properties)}`, 'senlin.policy.batch', version, properties);

/** What clusters of a world may have attached: of every kind some that agree and some that quarrel. */
export const POLICIES: readonly Policy[] = [
  scaling('out by two', 'OUT', { number: 2, cooldown: 5 }),
  scaling('out by half, as far as it goes', 'OUT', { type: 'CHANGE_IN_PERCENTAGE', number: 50, best_effort: true }),
  scaling('down to two', 'IN', { type: 'EXACT_CAPACITY', number: 2, cooldown: 40 }),
  scaling('in by three, as far as it goes', 'IN', { number: 3, best_effort: true }),
  deletion('the oldest, at once', { criteria: 'OLDEST_FIRST' }),
  deletion('the youngest, after a while', { criteria: 'YOUNGEST_FIRST', grace_period: 25, reduce_desired_capacity: false }),
  batch('1.0', { max_batch_size: 2, pause_time: 8 }),
  batch('1.1', { max_batch_size: 2, pause_time: 3, applies_to: ['GROW', 'SHRINK'] }),
  batch('1.1', { max_batch_size: 1, min_in_service: 2, pause_time: 0, applies_to: ['UPDATE', 'GROW', 'SHRINK'] }),
  policy('zones', 'senlin.policy.zone_placement', '1.0', { zones: [{ name: 'az1' }, { name: 'az2', weight: 300 }] }),
  policy('regions', 'senlin.policy.region_placement', '1.0', { regions: [{ name: 'north', cap: 3 }, { name: 'south' }] }),
  policy('what is there already', 'coppice.policy.reuse', '1.0', {}),
  policy('one that is there already', 'coppice.policy.reuse', '1.0', { limit: 1, order: 'YOUNGEST_FIRST' }),
  policy('apart', 'senlin.policy.affinity', '1.0', { servergroup: { policies: 'anti-affinity' } }),
  deletion('let go', { destroy_after_deletion: false, grace_period: 5 }),
];
