import { CRITERIA } from '../cluster/victims.ts';
import { boolean, integer, map, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';
import { whoGoes } from './deletion-choice.ts';
import { aboutTarget } from './lifecycle-hook.ts';
import { definePolicyKind } from './policy-type.ts';

const hooks = map(
  'Lifecycle hook properties',
  {
    type: string('Type of lifecycle hook', { default: 'zaqar', values: ['zaqar', 'webhook'] }),
    params: map(
      undefined,
      {
        queue: string('Zaqar queue to receive lifecycle hook message', { default: '' }),
        url: string('Url sink to which to send lifecycle hook message', { default: '' }),
      },
      { default: {} },
    ),
    timeout: integer('Number of seconds before actual deletion happens.', { default: 0 }),
  },
  { default: {}, announced: '1.1' },
);

const schema = {
  criteria: string('Criteria used in selecting candidates for deletion', {
    default: 'RANDOM',
    values: CRITERIA,
  }),
  destroy_after_deletion: boolean('Whether a node should be completely destroyed after deletion. Default to True', { default: true }),
  grace_period: integer('Number of seconds before real deletion happens.', { default: 0 }),
  reduce_desired_capacity: boolean('Whether the desired capacity of the cluster should be reduced along the deletion. Default to True.', {
    default: true,
  }),
  hooks,
} satisfies SpecSchema;

/** Chooses which nodes go when a cluster shrinks, and how. */
export const deletion = definePolicyKind({
  name: 'senlin.policy.deletion',
  supportStatus: {
    '1.0': [{ status: 'SUPPORTED', since: '2016.04' }],
    '1.1': [{ status: 'SUPPORTED', since: '2018.01' }],
  },
  priority: 400,
  singleton: true,
  appliesTo: 'any',
  className: 'DeletionPolicy',
  schema,

  *complaints({ grace_period, hooks }) {
    yield grace_period < 0 ? "the 'grace_period' must be >= 0" : undefined;
    const { type, params = {}, timeout = 0 } = hooks;
    yield timeout < 0 ? "the 'timeout' for 'hooks' must be >= 0" : undefined;
    if (type === undefined) return;
    // Senlin takes a hook that tells nobody, and a webhook that it cannot call; either would only hold nodes up.
    const { queue = '', url = '' } = params;
    yield type === 'zaqar' && queue === '' ? "the 'params' for 'hooks' must have a 'queue'" : undefined;
    yield type === 'webhook' && url === '' ? "the 'params' for 'hooks' must have a 'url'" : undefined;
    yield* aboutTarget('params', type === 'zaqar' ? { queue } : { url });
  },

  conduct: {
    before: ['CLUSTER_SCALE_IN', 'CLUSTER_DEL_NODES', 'CLUSTER_RESIZE', 'NODE_DELETE'],
    decide: ({ criteria, destroy_after_deletion, grace_period, reduce_desired_capacity }, facts) =>
      whoGoes(criteria, { destroy_after_deletion, grace_period, reduce_desired_capacity }, facts),
  },
});
