import { optional, required } from '../fields/field.ts';
import { boolean, nonNegativeInteger, oneOf, text } from '../fields/scalars.ts';
import { v1 } from '../microversion.ts';
import { malformed, ok } from '../reply.ts';
import { replied } from '../route.ts';
import { defineVerb, type Verbs } from '../verb.ts';
import { healthView } from '../views/health.ts';
import { recoveryComplaint, recoveryFields } from './recovery.ts';

const deleteChecks = optional(boolean, 'Whether to forget earlier checks that have ended.');

const clusterRecovery = {
  ...recoveryFields,
  check_capacity: optional(boolean, 'Whether to make or destroy nodes afterwards until there are as many as desired.'),
};
const nodeRecovery = {
  ...recoveryFields,
  delete_timeout: optional(nonNegativeInteger, 'Seconds that destroying the old one may take.'),
  force_recreate: optional(boolean, 'Whether to go on when the old one cannot be destroyed.'),
};

export const clusterHealthVerbs: Verbs = {
  check: defineVerb({
    summary: 'Look at every node and note how it is. Takes anything.',
    fields: { delete_check_action: deleteChecks },
    example: {},
    lenient: true,
    run: ({ clustering, caller, text: cluster }, _, params) => clustering.checkCluster(caller, cluster, { params }),
  }),
  recover: defineVerb({
    summary: 'Bring back the nodes that are not well.',
    fields: clusterRecovery,
    example: { operation: 'RECREATE', check: true },
    before: (sent, version) => recoveryComplaint(sent, clusterRecovery, version),
    find: ({ clustering, caller, text: cluster }) => clustering.showCluster(caller, cluster),
    run: ({ clustering, caller, text: cluster }, { operation, operation_params, actions, fencing, check, check_capacity }) =>
      clustering.recoverCluster(caller, cluster, {
        operation: operation?.toUpperCase(),
        operationParams: operation_params,
        actions,
        fencing,
        check,
        checkCapacity: check_capacity,
      }),
  }),
  reset_health: {
    summary: 'Let recoveries go on that were stopped, and forget how often nodes fell ill. Answers at once; no action is made.',
    since: v1(15),
    schema: { type: 'object', additionalProperties: false },
    example: {},
    run: async ({ clustering, caller, text: cluster }, sent) => {
      const [surplus] = Object.keys(sent);
      if (surplus !== undefined) return malformed(`Additional properties are not allowed ('${surplus}' was unexpected)`);
      return replied(await clustering.resetHealth(caller, cluster, {}), ({ health }) => ok({ health: healthView(health) }));
    },
  },
  complete_lifecycle: defineVerb({
    summary: 'Let a node go that waits for you. The cluster in the path does not matter.',
    since: v1(9),
    fields: {
      lifecycle_action_token: required(text, 'What the message about the node named.'),
      result: optional(oneOf(['CONTINUE', 'ABANDON', 'HEARTBEAT']), 'CONTINUE if not said. HEARTBEAT: it is given more time.', v1(15)),
    },
    example: { lifecycle_action_token: 'ce1c77f5-0000-4000-8000-000000000000' },
    lenient: true,
    before: ({ lifecycle_action_token: token }) =>
      token === undefined ? malformed("Field `lifecycle_action_token' cannot be None") : undefined,
    run: async ({ clustering, caller }, { lifecycle_action_token: token, result = 'CONTINUE' }) =>
      clustering.completeLifecycle(caller, { token, result }),
  }),
};

export const nodeHealthVerbs: Verbs = {
  check: defineVerb({
    summary: 'Look at the node and note how it is. Takes anything.',
    fields: { delete_check_action: deleteChecks },
    example: {},
    lenient: true,
    run: ({ clustering, caller, text: node }, _, params) => clustering.checkNode(caller, node, { params }),
  }),
  recover: defineVerb({
    summary: 'Bring the node back.',
    fields: nodeRecovery,
    example: { operation: 'REBOOT', operation_params: { type: 'SOFT' } },
    before: (sent, version) => recoveryComplaint(sent, nodeRecovery, version),
    find: ({ clustering, caller, text: node }) => clustering.showNode(caller, node, { details: false }),
    run: ({ clustering, caller, text: node }, { operation, operation_params, actions, fencing, check, delete_timeout, force_recreate }) =>
      clustering.recoverNode(caller, node, {
        operation: operation?.toUpperCase(),
        operationParams: operation_params,
        actions,
        fencing,
        check,
        deleteTimeout: delete_timeout,
        forceRecreate: force_recreate,
      }),
  }),
};
