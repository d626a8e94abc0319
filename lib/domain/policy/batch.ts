import { integer, list, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { BATCHED, planBatches } from './batch-plan.ts';
import { definePolicyKind } from './policy-type.ts';

const schema = {
  min_in_service: integer('How many nodes must stay in service while others are updated.', { default: 1 }),
  max_batch_size: integer('How many nodes are updated at the same time at most. The default is -1 which means as many as can be spared.', {
    default: -1,
  }),
  pause_time: integer('Number of seconds between two batches.', { default: 60 }),
  applies_to: list(
    'What is done in batches: updates, and from 1.1 on also growth and shrinking.',
    string('Kind of work.', { values: BATCHED }),
    {
      default: ['UPDATE'],
      since: '1.1',
    },
  ),
} satisfies SpecSchema;

/** Works on a cluster a few nodes at a time. */
export const batch = definePolicyKind({
  name: 'senlin.policy.batch',
  supportStatus: {
    '1.0': [{ status: 'EXPERIMENTAL', since: '2017.02' }],
    '1.1': [{ status: 'SUPPORTED', since: '2026.11' }],
  },
  beyondSenlin: ['1.1'],
  priority: 200,
  singleton: true,
  appliesTo: 'any',
  className: 'BatchPolicy',
  schema,

  *complaints({ min_in_service, max_batch_size, pause_time, applies_to }) {
    yield min_in_service < 0 ? "the 'min_in_service' must be >= 0" : undefined;
    // A batch of nobody never ends. Senlin lets the policy in and fails every update.
    yield max_batch_size === 0 || max_batch_size < -1 ? "the 'max_batch_size' must be > 0 or -1" : undefined;
    yield pause_time < 0 ? "the 'pause_time' must be >= 0" : undefined;
    yield applies_to?.length === 0 ? "the 'applies_to' must name at least one kind of work" : undefined;
  },

  conduct: {
    before: [
      'CLUSTER_UPDATE',
      'CLUSTER_SCALE_OUT',
      'CLUSTER_SCALE_IN',
      'CLUSTER_RESIZE',
      'CLUSTER_DEL_NODES',
      'CLUSTER_RECOVER',
      'CLUSTER_CREATE',
    ],
    decide: planBatches,
  },
});
