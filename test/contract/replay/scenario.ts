import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, type Json, type JsonObject } from '../../../lib/domain/kernel/json.ts';
import { type Answer, filedBy, type World } from './world.ts';

/** What must have happened before a recorded request makes sense: the steps that were left out of the recording. */
type Step = (world: World) => Promise<void>;

const CLUSTER = 'b49a0dd9-9317-479d-8caa-a42d742ca8d2';
const SMALL = '6628a067-ad41-4d3c-81a3-98c7781d5158';

const member = (json: Json | undefined, key: string): JsonObject => {
  const found = isJsonObject(json) ? json[key] : undefined;
  if (!isJsonObject(found)) throw new Error(`no ${key} in ${JSON.stringify(json)}`);
  return found;
};

/** Sends a request that must be accepted, and waits for what it sets going. */
async function done(world: World, method: string, url: string, json?: Json): Promise<Answer> {
  const answer = await begun(world, method, url, json);
  const actionId = filedBy(answer);
  if (actionId !== undefined) await world.finish(actionId);
  return answer;
}

async function begun(world: World, method: string, url: string, json?: Json): Promise<Answer> {
  const answer = await world.ask(method, url, json);
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer;
}

/** Makes something and remembers which recorded one it stands for. */
const makes =
  (kind: 'profile' | 'policy' | 'cluster' | 'node', recorded: string, json: Json): Step =>
  async (world) => {
    const url = kind === 'policy' ? '/v1/policies' : `/v1/${kind}s`;
    const { json: made } = await done(world, 'POST', url, { [kind]: json });
    world.learn(recorded, String(member(made, kind).id));
  };

const acts =
  (json: JsonObject, recordedAction?: string): Step =>
  async (world) => {
    const answer = await done(world, 'POST', `/v1/clusters/${CLUSTER}/actions`, json);
    if (recordedAction !== undefined) world.learn(recordedAction, filedBy(answer) ?? '');
  };

const updates =
  (json: JsonObject): Step =>
  async (world) => {
    await done(world, 'PATCH', `/v1/clusters/${CLUSTER}`, { cluster: json });
  };

const server = (name: string, properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  name,
  spec: {
    type: 'os.nova.server',
    version: '1.0',
    properties: { name: 'web', image: 'cirros', networks: [{ network: 'private' }], ...properties },
  },
  ...more,
});

const policy = (name: string, type: string, version: string, properties: JsonObject): JsonObject => ({
  name,
  spec: { type, version, properties },
});

const firstNodeOf =
  (cluster: string, recorded: string): Step =>
  async (world) => {
    const { json } = await begun(world, 'GET', `/v1/clusters/${cluster}`);
    const { nodes } = member(json, 'cluster');
    world.learn(recorded, String(Array.isArray(nodes) ? nodes[0] : undefined));
  };

/** Makes the cluster grow by one slow node. */
const growSlowly =
  (cluster: string, ask: typeof done): Step =>
  async (world) => {
    const slow = server('slow-2', { flavor: '1', metadata: { simulated_wait_time: 2 } });
    const { id } = member((await begun(world, 'POST', '/v1/profiles', { profile: slow })).json, 'profile');
    await done(world, 'PATCH', `/v1/clusters/${cluster}`, { cluster: { profile_id: String(id), profile_only: true } });
    await ask(world, 'POST', `/v1/clusters/${cluster}/actions`, { resize: { adjustment_type: 'CHANGE_IN_CAPACITY', number: 1 } });
  };

/** Waits until the cluster says so. */
const seen =
  (cluster: string, status: string): Step =>
  async (world) => {
    while (member((await begun(world, 'GET', `/v1/clusters/${cluster}`)).json, 'cluster').status !== status) await sleep(10);
  };

const SLOW_CLUSTER = 'a74e427d-137e-47f2-a727-3196fc93dcc5';
const ZERO = 'fdc886e8-8792-4375-ab44-9c93a8f9f721';

/** By the number of the recorded request before which they come. */
export const STEPS: Readonly<Record<string, readonly Step[]>> = {
  '067': [makes('profile', SMALL, server('web-small', { flavor: '1' }, { metadata: { tier: 'web' } }))],
  '070': [
    makes(
      'profile',
      'a48d9802-cdfc-4b0a-9eff-b1cf6be5fbee',
      server('web-large-b', {
        flavor: '3',
        metadata: { k: 'v' },
        key_name: 'oskey',
        user_data: 'IyEvYmluL3No',
        security_groups: ['default'],
      }),
    ),
  ],
  '124': [makes('cluster', 'ea91b59c-1223-4f2c-8e66-7af6b25b556a', { name: 'c-str', profile_id: SMALL, desired_capacity: '2' })],
  '145': [makes('cluster', 'c3e9ed16-2479-40a9-9ddb-4b06cb843c69', { name: 'nct', profile_id: SMALL, desired_capacity: 0 })],
  '178': [updates({ name: 'c-three-b', metadata: { owner: 'peer2' }, timeout: 300 })],
  '181': [updates({ config: { 'node.name.format': 'n-$5R' } })],
  '190': [acts({ scale_out: {} })],
  '202': [acts({ resize: { min_size: 1, max_size: 12 } })],
  '205': [acts({ resize: { adjustment_type: 'EXACT_CAPACITY', number: 3 } })],
  '238': [async (world) => void (await done(world, 'POST', `/v1/clusters/${CLUSTER}/ops`, { reboot: { params: { type: 'SOFT' } } }))],
  // Something of the fake cloud's that belongs to no node.
  '298': [async (world) => world.learn('893c7791-f1df-4c3d-8383-3caae9656c62', 'fake-00000000-0000-8000-8000-000000000001')],
  '304': [makes('node', '39f2a836-061a-4088-8140-0b3785958433', { name: 'm3', profile_id: SMALL })],
  '313': [acts({ del_nodes: { nodes: ['5c8ab681-9a20-430d-9cf8-e824a8ac030c'] } })],
  '316': [firstNodeOf(CLUSTER, '17484f4c-802f-46b9-8cf5-381e7c190690')],
  '322': [
    makes(
      'policy',
      '97d505fb-a46d-4189-b544-ed394181b761',
      policy('pol-scaling-out', 'senlin.policy.scaling', '1.0', {
        event: 'CLUSTER_SCALE_OUT',
        adjustment: { type: 'CHANGE_IN_CAPACITY', number: 2, min_step: 1, best_effort: true, cooldown: 60 },
      }),
    ),
  ],
  '325': [
    makes(
      'policy',
      'ce5b2792-fdad-4785-81ce-98a345d8cef7',
      policy('pol-hook', 'senlin.policy.deletion', '1.1', { hooks: { type: 'zaqar', timeout: 180, params: { queue: 'q' } } }),
    ),
  ],
  '328': [
    makes(
      'policy',
      'ba1bd867-3465-40a0-9907-e25c85d3fe3c',
      policy('pol-batch', 'senlin.policy.batch', '1.0', { max_batch_size: 2, min_in_service: 1, pause_time: 3 }),
    ),
  ],
  '331': [
    makes(
      'policy',
      '6033dc5b-25f7-4666-951a-b57d25cd655a',
      policy('pol-zone', 'senlin.policy.zone_placement', '1.0', { zones: [{ name: 'ZONE1', weight: 100 }] }),
    ),
  ],
  '358': [acts({ policy_attach: { policy_id: '97d505fb-a46d-4189-b544-ed394181b761' } })],
  '361': [acts({ policy_attach: { policy_id: '94b87734-86ff-4f23-9e29-ffda2ea65d5d', enabled: false } })],
  '364': [acts({ policy_attach: { policy_id: '272da8b6-991a-4559-9ee8-998f3eb0e67b' } }, '338e0c78-8ea9-411d-ad11-0cf202dbfe76')],
  '370': [acts({ policy_attach: { policy_id: '3b0dd24d-307e-404a-a432-a5e86ecd26b6' } }, '65ee8747-99b8-4ed0-b4c7-e50ba929ad42')],
  '394': [growSlowly(CLUSTER, begun)],
  '406': [async (world) => void (await done(world, 'DELETE', `/v1/clusters/${CLUSTER}?force=true`))],
  '409': [
    async (world) => {
      const { json } = await begun(world, 'POST', '/v1/clusters', { cluster: { name: 'c-slow', profile_id: 'slow', desired_capacity: 2 } });
      world.learn(SLOW_CLUSTER, String(member(json, 'cluster').id));
    },
    seen(SLOW_CLUSTER, 'CREATING'),
  ],
  '418': [firstNodeOf(SLOW_CLUSTER, '4f09598e-d86e-4878-bf0b-8e00c234d8e0')],
  '430': [seen(SLOW_CLUSTER, 'ACTIVE')],
  '460': [
    async (world) => {
      const hook = { name: 'hook1', type: 'webhook', cluster_id: ZERO, action: 'CLUSTER_SCALE_OUT', params: { count: 1 } };
      const { json } = await done(world, 'POST', '/v1/receivers', { receiver: hook });
      const { id, user } = member(json, 'receiver');
      world.learn('8aea8465-8a4a-43cb-a386-e2a500ab112a', String(id));
      world.learn('b4d0bb10c6c34d37b49947a1a175c052', String(user));
    },
  ],
  '485': [
    async (world) => {
      const { json } = await begun(world, 'GET', `/v1/events?cluster_id=${ZERO}`);
      const events = isJsonObject(json) && Array.isArray(json.events) ? json.events : [];
      const end = events.find((event) => isJsonObject(event) && event.status === 'end');
      world.learn('695dcc08-15e9-4d21-bdce-b7129b9a5cbc', String(isJsonObject(end) ? end.id : undefined));
    },
  ],
  '860': [growSlowly(ZERO, done)],
  '868': [async (world) => void (await begun(world, 'DELETE', `/v1/clusters/${ZERO}`))],
  '880': [async (world) => void (await begun(world, 'DELETE', '/v1/policies/ba1bd867-3465-40a0-9907-e25c85d3fe3c'))],
  '881': [makes('profile', '4cd1fd32-4150-4121-909a-fa513de76dfd', server('unused', { flavor: '1' }))],
};

/** Requests whose action the next ones must find at work. */
export const NOT_WAITED_FOR = ['421-cluster-create-to-cancel'];
