import { boolean, freeMap, integer, list, map, string } from '../spec/element.ts';
import type { SpecSchema } from '../spec/schema.ts';

const options = map(
  undefined,
  {
    poll_url: string(
      "URL to poll for node status. See documentation for valid expansion parameters. Only required when type is 'NODE_STATUS_POLL_URL'.",
      { default: '' },
    ),
    poll_url_ssl_verify: boolean(
      "Whether to verify SSL when calling URL to poll for node status. Only required when type is 'NODE_STATUS_POLL_URL'.",
      { default: true },
    ),
    poll_url_conn_error_as_unhealthy: boolean(
      "Whether to treat URL connection errors as an indication of an unhealthy node. Only required when type is 'NODE_STATUS_POLL_URL'.",
      { default: true },
    ),
    poll_url_healthy_response: string(
      "String pattern in the poll URL response body that indicates a healthy node. Required when type is 'NODE_STATUS_POLL_URL'.",
      { default: '' },
    ),
    poll_url_retry_limit: integer(
      'Number of times to retry URL polling when its return body is missing POLL_URL_HEALTHY_RESPONSE string before a node is ' +
        "considered down. Required when type is 'NODE_STATUS_POLL_URL'.",
      { default: 3 },
    ),
    poll_url_retry_interval: integer(
      "Number of seconds between URL polling retries before a node is considered down. Required when type is 'NODE_STATUS_POLL_URL'.",
      { default: 3 },
    ),
  },
  { default: {} },
);

const mode = map('Node failure detection mode to try', {
  type: string('Type of node failure detection.', {
    required: true,
    values: ['LIFECYCLE_EVENTS', 'NODE_STATUS_POLLING', 'NODE_STATUS_POLL_URL', 'HYPERVISOR_STATUS_POLLING', 'LB_STATUS_POLLING'],
    valuesSince: { LB_STATUS_POLLING: '1.3' },
    valuesAnnounced: { HYPERVISOR_STATUS_POLLING: '1.2' },
  }),
  options,
});

const detection = map(
  'Policy aspect for node failure detection.',
  {
    interval: integer(
      "Number of seconds between pollings. Only required when type is 'NODE_STATUS_POLLING' or 'NODE_STATUS_POLL_URL' or " +
        "'HYPERVISOR_STATUS_POLLING.",
      { default: 60 },
    ),
    node_update_timeout: integer('Number of seconds since last node update to wait before checking node health.', { default: 300 }),
    recovery_conditional: string(
      'The conditional that determines when recovery should be performed in case multiple detection modes are specified. ' +
        "'ALL_FAILED' means that all detection modes have to return failed health checks before a node is recovered. 'ANY_FAILED' " +
        'means that a failed health check with a single detection mode triggers a node recovery.',
      { default: 'ANY_FAILED', values: ['ALL_FAILED', 'ANY_FAILED'] },
    ),
    detection_modes: list('List of node failure detection modes.', mode, { announced: '1.1' }),
  },
  { required: true },
);

const breaker = map(
  'When recoveries are stopped, because so many nodes being ill at once is likely not their own fault.',
  {
    unhealthy_share: integer(
      'Percentage of the nodes: when more of them become unhealthy within the window, recoveries stop. Never for fewer than three nodes.',
      {
        default: 55,
      },
    ),
    window: integer('Number of seconds within which unhealthy nodes are counted together.', { default: 300 }),
    failures: integer('When so many recoveries in a row fail, they stop.', { default: 5 }),
    cool_down: integer(
      'Number of seconds after which one node is recovered to see whether the others may be; twice as long each time it fails.',
      {
        default: 60,
      },
    ),
  },
  { since: '1.3' },
);

const recovery = map(
  'Policy aspect for node failure recovery.',
  {
    actions: list(
      'List of actions to try for node recovery.',
      map('Action to try for node recovery.', {
        name: string('Name of action to execute.', {
          required: true,
          values: ['REBOOT', 'REBUILD', 'RECREATE', 'WORKFLOW'],
          valuesSince: { WORKFLOW: '1.3' },
        }),
        params: freeMap('Parameters for the action'),
      }),
    ),
    fencing: list('List of services to be fenced.', string('Service to be fenced.', { required: true, values: ['COMPUTE'] })),
    node_delete_timeout: integer(
      'Number of seconds to wait for node deletion to finish and start node creation for recreate recovery option. Required when ' +
        "type is 'NODE_STATUS_POLL_URL and recovery action is RECREATE'.",
      { default: 20 },
    ),
    node_force_recreate: boolean(
      "Whether to create node even if node deletion failed. Required when type is 'NODE_STATUS_POLL_URL' and action recovery action " +
        'is RECREATE.',
      { default: false },
    ),
    max_in_progress: string(
      'How many nodes are recovered at the same time at most: a number of them, or a percentage of the cluster, rounded up.',
      {
        default: '33%',
        since: '1.3',
      },
    ),
    breaker,
  },
  { required: true },
);

export const schema = { detection, recovery } satisfies SpecSchema;
