import type { Write } from '../domain/documents.ts';
import type { JsonObject } from '../domain/kernel/json.ts';
import { seconds } from '../domain/kernel/time.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Profile } from '../domain/profile/profile.ts';
import type { Workflow } from '../domain/workflow/workflow.ts';
import { type Backup, MemoryDocumentStore } from '../store/memory/document-store.ts';
import { demo, idNamed, neighbour, T0 } from './tenants.ts';

const whose = ({ projectId: project, userId: user }: typeof demo) => ({ project, user, domain: null });
const fresh = { createdAt: T0, updatedAt: null, version: 0 };
const spec = (type: string, version: string, properties: JsonObject) => ({
  type: `${type}-${version}`,
  spec: { type, version, properties },
});

const profile = (name: string, properties: JsonObject, owner = demo): Profile => ({
  ...whose(owner),
  ...fresh,
  ...spec('fake.node', '1.0', properties),
  id: idNamed(owner === demo ? name : `${name} of ${owner.projectId}`),
  name,
  metadata: {},
});
const policy = (name: string, type: string, version: string, properties: JsonObject): Policy => ({
  ...whose(demo),
  ...fresh,
  ...spec(type, version, properties),
  id: idNamed(`policy ${name}`),
  name,
  data: {},
});
const scaling = (name: string, event: string, adjustment: JsonObject) =>
  policy(name, 'senlin.policy.scaling', '1.0', { event: `CLUSTER_SCALE_${event}`, adjustment });
const deletion = (name: string, properties: JsonObject) => policy(name, 'senlin.policy.deletion', '1.1', properties);
const batch = (version: string, properties: JsonObject) =>
  policy(`batches ${JSON.stringify(properties)}`, 'senlin.policy.batch', version, properties);

/** What clusters may have attached: of every kind some that agree and some that quarrel. */
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

const HOOK = 'coppice.policy.lifecycle_hook';

/** What may stand between a node and service. */
export const RULES: readonly Policy[] = [
  policy('gate-in', HOOK, '1.0', { transition: 'LAUNCHING', timeout: 50, default_result: 'CONTINUE', target: { queue: 'gates' } }),
  policy('gate-out', HOOK, '1.0', { transition: 'TERMINATING', timeout: 50, target: { url: 'https://example.org/gate' } }),
  policy('as-senlin', 'senlin.policy.deletion', '1.1', { hooks: { type: 'zaqar', params: { queue: 'gates' }, timeout: 40 } }),
  policy('balance', 'senlin.policy.loadbalance', '1.3', { pool: { subnet: 'here' }, vip: { subnet: 'here' } }),
];

/** How many recoveries a watch may have under way: what the health policies of a world say, by turns. */
export const LIMITS = ['1', '33%', '100%'] as const;
const watching = (limit: string): Policy =>
  policy(`health ${limit}`, 'senlin.policy.health', '1.3', {
    detection: { interval: 60, node_update_timeout: 0, detection_modes: [{ type: 'NODE_STATUS_POLLING' }] },
    recovery: { actions: [{ name: 'RECREATE' }], max_in_progress: limit },
  });
export const WATCHES: readonly Policy[] = LIMITS.map(watching);

const workflow = (name: string, backend: Workflow['backend'], definition: JsonObject): Workflow => ({
  ...whose(demo),
  ...fresh,
  id: idNamed(`workflow ${name}`),
  name,
  backend,
  definition,
  timeout: seconds(600),
});

/** What mends nodes: one that another service runs, and one that this service runs itself. */
export const WORKFLOWS: readonly Workflow[] = [
  workflow('mend', 'mistral-v2', { workflow_name: 'mend', namespace: '' }),
  workflow('mend-here', 'local', {
    StartAt: 'Rest',
    States: { Rest: { Type: 'Wait', Seconds: 7, Next: 'Done' }, Done: { Type: 'Succeed' } },
  }),
];

let made: Promise<Backup> | undefined;

/** The table as it is before anything happens: made once, and put where it is wanted. */
export const landscape = (): Promise<Backup> => {
  made ??= (async () => {
    const store = new MemoryDocumentStore();
    await store.commit(LANDSCAPE);
    return store.backUp();
  })();
  return made;
};

/** Two profiles, `plain` and `slow`, of which a node can become the other; policies to attach; workflows. The neighbour has a profile, too. */
const LANDSCAPE: readonly Write[] = [
  ...[profile('plain', {}), profile('slow', { latency: 7 }), profile('plain', {}, neighbour)].map(
    (doc): Write => ({ put: 'profile', doc }),
  ),
  ...[...POLICIES, ...RULES, ...WATCHES].map((doc): Write => ({ put: 'policy', doc })),
  ...WORKFLOWS.map((doc): Write => ({ put: 'workflow', doc })),
];
