import { boolean, integer, map, number, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { definePolicyKind, missing } from './policy-type.ts';

const schema = {
  event: string('Event that will trigger this policy. Must be one of CLUSTER_SCALE_IN and CLUSTER_SCALE_OUT.', {
    required: true,
    values: ['CLUSTER_SCALE_IN', 'CLUSTER_SCALE_OUT'],
  }),
  adjustment: map('Detailed specification for scaling adjustments.', {
    type: string('Type of adjustment when scaling is triggered.', {
      default: 'CHANGE_IN_CAPACITY',
      values: ['EXACT_CAPACITY', 'CHANGE_IN_CAPACITY', 'CHANGE_IN_PERCENTAGE'],
    }),
    number: number('A number specifying the amount of adjustment.', { default: 1 }),
    min_step: integer(
      'When adjustment type is set to "CHANGE_IN_PERCENTAGE", this specifies the cluster size will be decreased by at least this ' +
        'number of nodes.',
      { default: 1 },
    ),
    best_effort: boolean('Whether do best effort scaling when new size of cluster will break the size limitation', { default: false }),
    cooldown: integer('Number of seconds to hold the cluster for cool-down before allowing cluster to be resized again.', { default: 0 }),
  }),
} satisfies SpecSchema;

/** Says by how many nodes a cluster grows or shrinks, and how soon again. */
export const scaling = definePolicyKind({
  name: 'senlin.policy.scaling',
  supportStatus: { '1.0': [{ status: 'SUPPORTED', since: '2016.04' }] },
  priority: 100,
  // One for growing and one for shrinking.
  singleton: false,
  appliesTo: 'any',
  className: 'ScalingPolicy',
  schema,

  *complaints({ adjustment }) {
    if (!adjustment) return yield missing('adjustment');
    yield adjustment.number <= 0 ? "the 'number' for 'adjustment' must be > 0" : undefined;
    yield adjustment.min_step < 0 ? "the 'min_step' for 'adjustment' must be >= 0" : undefined;
    yield adjustment.cooldown < 0 ? "the 'cooldown' for 'adjustment' must be >= 0" : undefined;
  },
});
