import type { Criterion } from '../cluster/victims.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Group } from './group.ts';

type Manners = Pick<Group, 'terminationPolicies' | 'healthCheckGracePeriod'>;

/**
 * The policies that a group's cluster has because every group behaves so: who goes when it shrinks, and that the ill are replaced.
 *
 * @param interval seconds between looks at its members: no less than the operator allows
 */
export const impliedPolicies = (group: Manners, interval: number): readonly JsonObject[] => [
  {
    type: 'senlin.policy.deletion',
    version: '1.1',
    properties: { criteria: criterionOf(group.terminationPolicies), destroy_after_deletion: true, reduce_desired_capacity: true },
  },
  {
    type: 'senlin.policy.health',
    version: '1.3',
    properties: {
      detection: {
        interval,
        node_update_timeout: group.healthCheckGracePeriod,
        detection_modes: [{ type: 'NODE_STATUS_POLLING' }, { type: 'LIFECYCLE_EVENTS' }],
      },
      recovery: { actions: [{ name: 'RECREATE' }], node_force_recreate: true },
    },
  },
];

/** The first of a group's termination policies decides; there is one criterion here, and AWS's own default is the oldest configuration first. */
export function criterionOf([first]: readonly string[]): Criterion {
  switch (first) {
    case 'OldestInstance':
      return 'OLDEST_FIRST';
    case 'NewestInstance':
      return 'YOUNGEST_FIRST';
    default:
      return 'OLDEST_PROFILE_FIRST';
  }
}
