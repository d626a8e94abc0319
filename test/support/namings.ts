import type { Json } from '../../lib/domain/kernel/json.ts';

export type Named =
  | 'profile'
  | 'policy'
  | 'cluster'
  | 'node'
  | 'action'
  | 'event'
  | 'schedule'
  | 'receiver'
  | 'workflow'
  | 'subscription'
  | 'grant'
  | 'secret';

/** A request that names one thing, in its path or in its body. Whatever else it names is called `ours`, and a member `ours-1`. */
export type Naming = {
  /** As the router knows it. */
  readonly route: string;
  readonly kind: Named;
  readonly title: string;
  readonly method: string;
  readonly url: (reference: string) => string;
  readonly body?: (reference: string) => Json;
};

const inPath = (kind: Named, route: string, body?: Json, query = ''): Naming => {
  const [method = '', path = ''] = route.split(' ');
  const rest = path
    .replace(/^\/\w+\/\{\w+\}/, '')
    .replace('{path*}', '$.name')
    .replace('{policy_id}', 'ours');
  const verb = body && /actions$/.test(path) ? ` ${Object.keys(body)[0]}` : '';
  return {
    route,
    kind,
    title: `${route}${query}${verb}`,
    method,
    url: (reference) => `/v1/${path.split('/')[1]}/${encodeURIComponent(reference)}${rest}${query}`,
    ...(body !== undefined && { body: () => body }),
  };
};

const inBody = (kind: Named, route: string, body: (reference: string) => Json): Naming => {
  const [method = '', path = ''] = route.split(' ');
  return {
    route,
    kind,
    title: `${route} with ${JSON.stringify(body(`{${kind}}`))}`,
    method,
    url: () => `/v1${path.replace(/\{\w+\}/, 'ours')}`,
    body,
  };
};

const onCluster = (verb: string, value: Json): Naming => inPath('cluster', 'POST /clusters/{cluster_id}/actions', { [verb]: value });
const byCluster = (kind: Named, verb: string, value: (reference: string) => Json): Naming =>
  inBody(kind, 'POST /clusters/{cluster_id}/actions', (reference) => ({ [verb]: value(reference) }));

export const NAMINGS: readonly Naming[] = [
  inPath('profile', 'GET /profiles/{profile_id}'),
  inPath('profile', 'PATCH /profiles/{profile_id}', { profile: { name: 'renamed' } }),
  inPath('profile', 'DELETE /profiles/{profile_id}'),
  inPath('policy', 'GET /policies/{policy_id}'),
  inPath('policy', 'PATCH /policies/{policy_id}', { policy: { name: 'renamed' } }),
  inPath('policy', 'DELETE /policies/{policy_id}'),

  inPath('schedule', 'GET /schedules/{schedule_id}'),
  inPath('schedule', 'PATCH /schedules/{schedule_id}', { schedule: { name: 'renamed' } }),
  inPath('schedule', 'DELETE /schedules/{schedule_id}'),
  inPath('schedule', 'POST /schedules/{schedule_id}/pause'),
  inPath('schedule', 'POST /schedules/{schedule_id}/resume'),
  inPath('schedule', 'POST /schedules/{schedule_id}/fire'),
  inBody('cluster', 'POST /schedules', (target) => ({ schedule: { name: 'new', target, action: 'CLUSTER_CHECK', cron: '@yearly' } })),
  inBody('node', 'POST /schedules', (target) => ({ schedule: { name: 'new', target, action: 'NODE_CHECK', cron: '@yearly' } })),

  inPath('receiver', 'GET /receivers/{receiver_id}'),
  inPath('receiver', 'PATCH /receivers/{receiver_id}', { receiver: { name: 'renamed' } }),
  inPath('receiver', 'DELETE /receivers/{receiver_id}'),
  inPath('receiver', 'POST /receivers/{receiver_id}/notify'),
  inPath('receiver', 'POST /receivers/{receiver_id}/actions', { rotate: {} }),
  inBody('cluster', 'POST /receivers', (reference) => ({
    receiver: { name: 'new', type: 'webhook', cluster_id: reference, action: 'CLUSTER_CHECK' },
  })),

  inPath('workflow', 'GET /workflows/{workflow_id}'),
  inPath('workflow', 'PATCH /workflows/{workflow_id}', { workflow: { name: 'renamed' } }),
  inPath('workflow', 'DELETE /workflows/{workflow_id}'),
  inPath('workflow', 'GET /workflows/{workflow_id}/executions'),

  inPath('secret', 'GET /secrets/{secret_id}'),
  inPath('secret', 'PATCH /secrets/{secret_id}', { secret: { value: 'another' } }),
  inPath('secret', 'DELETE /secrets/{secret_id}'),
  inPath('grant', 'GET /grants/{grant_id}'),
  inPath('grant', 'PATCH /grants/{grant_id}', { grant: { access: 'read-write' } }),
  inPath('grant', 'DELETE /grants/{grant_id}'),
  ...(['cluster', 'node', 'profile', 'policy', 'schedule', 'receiver', 'subscription', 'workflow'] as const).map((kind) =>
    inBody(kind, 'POST /grants', (reference) => ({
      grant: { object_type: kind, object_id: reference, grantee_type: 'project', grantee_id: 'third', access: 'read-only' },
    })),
  ),

  inPath('subscription', 'GET /subscriptions/{subscription_id}'),
  inPath('subscription', 'PATCH /subscriptions/{subscription_id}', { subscription: { name: 'renamed' } }),
  inPath('subscription', 'DELETE /subscriptions/{subscription_id}'),
  inPath('subscription', 'POST /subscriptions/{subscription_id}/actions', { pause: {} }),
  inPath('subscription', 'GET /subscriptions/{subscription_id}/dead_letters'),

  inPath('cluster', 'GET /clusters/{cluster_id}'),
  inPath('cluster', 'PATCH /clusters/{cluster_id}', { cluster: { name: 'renamed' } }),
  inPath('cluster', 'DELETE /clusters/{cluster_id}'),
  inPath('cluster', 'DELETE /clusters/{cluster_id}', { force: true }),
  onCluster('scale_out', {}),
  onCluster('scale_in', {}),
  onCluster('resize', { max_size: 9 }),
  onCluster('add_nodes', { nodes: ['ours'] }),
  onCluster('del_nodes', { nodes: ['ours-1'] }),
  onCluster('replace_nodes', { nodes: { 'ours-1': 'ours' } }),
  onCluster('policy_attach', { policy_id: 'ours' }),
  onCluster('policy_update', { policy_id: 'ours', enabled: false }),
  onCluster('policy_detach', { policy_id: 'ours' }),
  onCluster('check', {}),
  onCluster('recover', {}),
  inPath('cluster', 'POST /clusters/{cluster_id}/ops', { reboot: {} }),
  inPath('cluster', 'GET /clusters/{cluster_id}/attrs/{path*}'),
  inPath('cluster', 'GET /clusters/{cluster_id}/policies'),
  inPath('cluster', 'GET /clusters/{cluster_id}/health'),
  inPath('cluster', 'GET /clusters/{cluster_id}/policies/{policy_id}'),
  inBody('profile', 'POST /clusters', (reference) => ({ cluster: { name: 'new', profile_id: reference } })),
  inBody('profile', 'PATCH /clusters/{cluster_id}', (reference) => ({ cluster: { profile_id: reference } })),
  byCluster('node', 'add_nodes', (reference) => ({ nodes: [reference] })),
  byCluster('node', 'del_nodes', (reference) => ({ nodes: [reference] })),
  byCluster('node', 'replace_nodes', (reference) => ({ nodes: { [reference]: 'ours' } })),
  byCluster('node', 'replace_nodes', (reference) => ({ nodes: { 'ours-1': reference } })),
  byCluster('policy', 'policy_attach', (reference) => ({ policy_id: reference })),
  byCluster('policy', 'policy_update', (reference) => ({ policy_id: reference, enabled: false })),
  byCluster('policy', 'policy_detach', (reference) => ({ policy_id: reference })),
  byCluster('action', 'complete_lifecycle', (reference) => ({ lifecycle_action_token: reference })),
  {
    ...inPath('policy', 'GET /clusters/{cluster_id}/policies/{policy_id}'),
    title: 'GET /clusters/ours/policies/{policy_id}',
    url: (reference) => `/v1/clusters/ours/policies/${encodeURIComponent(reference)}`,
  },

  inPath('node', 'GET /nodes/{node_id}'),
  inPath('node', 'GET /nodes/{node_id}', undefined, '?show_details=true'),
  inPath('node', 'PATCH /nodes/{node_id}', { node: { name: 'renamed' } }),
  inPath('node', 'DELETE /nodes/{node_id}'),
  inPath('node', 'DELETE /nodes/{node_id}', { force: true }),
  inPath('node', 'POST /nodes/{node_id}/actions', { check: {} }),
  inPath('node', 'POST /nodes/{node_id}/actions', { recover: {} }),
  inPath('node', 'POST /nodes/{node_id}/ops', { reboot: {} }),
  inBody('profile', 'POST /nodes', (reference) => ({ node: { name: 'new', profile_id: reference } })),
  inBody('cluster', 'POST /nodes', (reference) => ({ node: { name: 'new', profile_id: 'ours', cluster_id: reference } })),
  inBody('profile', 'PATCH /nodes/{node_id}', (reference) => ({ node: { profile_id: reference } })),

  inPath('action', 'GET /actions/{action_id}'),
  inPath('action', 'PATCH /actions/{action_id}', { action: { status: 'CANCELLED' } }),
  inPath('action', 'PATCH /actions/{action_id}', { action: { status: 'CANCELLED', force: true } }),
  inPath('event', 'GET /events/{event_id}'),
  {
    ...inPath('cluster', 'GET /nodes'),
    title: 'GET /nodes?cluster_id={cluster}',
    url: (reference) => `/v1/nodes?cluster_id=${encodeURIComponent(reference)}`,
  },
];
