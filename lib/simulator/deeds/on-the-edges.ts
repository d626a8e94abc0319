import type { App } from '../../app/app.ts';
import type { Clustering } from '../../app/clustering.ts';
import { clusteringVerbs } from '../../app/clustering-verbs.ts';
import { setPool } from '../../app/clusters/set-pool.ts';
import { triggerWebhook } from '../../app/receivers/trigger-webhook.ts';
import { once } from '../../app/requests/once.ts';
import { scopedVerbs } from '../../app/requests/scoped-verbs.ts';
import { withCommit } from '../../app/with-commit.ts';
import { POOL_STATES } from '../../domain/cluster/pool.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { instant } from '../../domain/kernel/time.ts';
import { UNLIMITED } from '../../domain/quota/limits.ts';
import { vanish } from '../../drivers/fake/cloud.ts';
import { jsonPath } from '../../platform/json-path.ts';
import { sha256Digest } from '../../platform/sha256-digest.ts';
import { POLICIES } from '../landscape.ts';
import { demo, neighbour } from '../tenants.ts';
import type { World } from '../world.ts';
import { cluster, clusters, type Draw, node, nth, openActions, type Way } from './draw.ts';

const FACTS = { paths: jsonPath, shapeNode: () => ({}), host: 'here' };

/** Somebody else tries to get at what is not theirs: whatever they name, they are told nothing and nothing happens. */
const TRIES: readonly ((verbs: Clustering, world: World, draw: Draw) => Promise<{ readonly kind: string }>)[] = [
  (verbs, world, draw) => verbs.showCluster(neighbour, cluster(world, draw)),
  (verbs, world, draw) => verbs.deleteCluster(neighbour, cluster(world, draw), { force: true }),
  (verbs, world, draw) => verbs.scaleOut(neighbour, cluster(world, draw), { count: 1 }),
  (verbs, world, draw) => verbs.showNode(neighbour, node(world, draw), { details: true }),
  (verbs, world, draw) => verbs.deleteNode(neighbour, node(world, draw), { force: true }),
  (verbs, world, draw) => verbs.cancelAction(neighbour, nth(openActions(world), draw.which)?.id ?? 'nobody', { force: true }),
  (verbs, world, draw) => verbs.createNode(neighbour, { name: 'cuckoo', profile: 'plain', cluster: cluster(world, draw) }),
  (verbs, _, draw) => verbs.attachPolicy(neighbour, 'theirs', { policy: nth(POLICIES, draw.much)?.id ?? 'none', enabled: true }),
  (verbs, world, draw) => verbs.checkCluster(neighbour, clusters(world)[draw.which]?.name ?? 'web', { params: {} }),
];

/** Who only looks: it writes nothing, whatever it finds. */
const LOOKS: readonly ((verbs: Clustering, world: World, draw: Draw) => Promise<unknown>)[] = [
  (verbs, world, draw) => verbs.showCluster(demo, cluster(world, draw)),
  (verbs, world, draw) => verbs.showNode(demo, node(world, draw), { details: true }),
  (verbs, _, draw) => verbs.previewSchedule(demo, { cron: `${draw.much} * * * *` }),
  (verbs, _, draw) => verbs.validatePolicy(demo, { spec: nth(POLICIES, draw.much)?.spec ?? {} }),
  (verbs) => verbs.validateProfile(demo, { spec: { type: 'fake.node', version: '1.0', properties: {} } }),
  (verbs) => verbs.listNodes(demo, { sort: [], filters: {}, globalProject: false }),
];

/** What reaches the service from elsewhere, and what befalls it there. */
export const ON_THE_EDGES = {
  /** Not a user's: a resource disappears behind everybody's back. */
  loseResource: async (_, world, { which }) => {
    const thing = nth(world.cloud.things, which);
    if (thing) vanish(world.cloud.cloud, thing.physicalId);
  },
  /** An administrator's. What is set is often less than there is. */
  setQuota: (verbs, _, { which, other, much, yes }) =>
    verbs.updateQuota({ ...demo, isAdmin: true }, demo.projectId, {
      nodes: yes ? 3 + much : UNLIMITED,
      clusters: 1 + which,
      actions: 2 + other,
      nodes_per_cluster: 2 + much,
      cost_per_hour: yes ? UNLIMITED : 400_000 * (1 + which),
    }),
  /** Of an Auto Scaling group. */
  warmUp: (_, world, draw, app) =>
    setPool(app, demo, cluster(world, draw), () => ({
      min: draw.much % 3,
      prepared: draw.yes ? draw.other : null,
      state: nth(POOL_STATES, draw.other) ?? 'STOPPED',
      reuses: draw.much % 2 === 1,
    })),
  coolDown: (_, world, draw, app) =>
    setPool(app, demo, cluster(world, draw), ({ pool }) =>
      pool ? { ...pool, draining: true } : refused('warm-pool.not-found', 'It has no pool.'),
    ),
  settleNextDoor: (verbs, _, { much }) => verbs.createCluster(neighbour, { name: 'theirs', profile: 'plain', desiredCapacity: much % 3 }),
  trespass: async (verbs, world, draw, _, since) => {
    const { kind } = await (nth(TRIES, draw.much) ?? verbs.listClusters)(verbs as never, world as never, draw);
    if (kind !== 'refused' && !world.gifts.some(since)) world.break('I9', `try ${draw.much} succeeded`);
  },
  look: async (_, world, draw, app) => {
    const store = withCommit(app.store, async () => {
      world.break('I12', `look ${draw.much} wrote`);
      return 'committed';
    });
    await nth(LOOKS, draw.much)?.(clusteringVerbs({ ...app, store }, FACTS), world, draw);
  },
  /** A request that its client sends again, since it heard no answer, or did. */
  askAgain: async (_, world, draw, app) => {
    const key = `key ${draw.much % 3}`;
    const target = world.repeated.get(key)?.target ?? cluster(world, draw);
    const { actions } = world.repeated.get(key) ?? { actions: new Set<string>() };
    world.repeated.set(key, { target, actions });
    for (let times = draw.yes ? 2 : 1; times > 0; times--) await ask(app, key, target, actions);
  },
  makeReceiver: async (verbs, world, draw) => {
    const action = nth(['CLUSTER_SCALE_OUT', 'CLUSTER_SCALE_IN', 'CLUSTER_CHECK'] as const, draw.much);
    const made = await verbs.createReceiver(demo, { name: 'bell', type: 'webhook', cluster: cluster(world, draw), action, rate: 5 });
    if (made.kind !== 'ok' || !made.secrets) return;
    world.secrets.push(made.secrets.key.slice(-32));
    world.webhooks.push({ id: made.receiver.id, key: made.secrets.key });
  },
  /** Called over and over, at once, by whoever knows the key and by whoever does not. */
  flood: async (_, world, draw, app) => {
    const webhook = nth(world.webhooks, draw.which);
    if (!webhook) return;
    const call = triggerWebhook(app);
    const calls = Array.from({ length: 3 + draw.much * 3 }, (_, i) => ({
      id: webhook.id,
      key: i % 4 === 3 ? `${webhook.key.slice(0, -1)}${webhook.key.endsWith('0') ? '1' : '0'}` : webhook.key,
      given: {},
      headers: {},
      body: '',
    }));
    const answers = await Promise.all(calls.map((one) => call(one, () => [])));
    answers.forEach((answer, i) => {
      if (i % 4 === 3 && answer.kind !== 'refused') world.break('I9', 'a webhook was called with a wrong key');
    });
  },
  rotateReceiver: async (verbs, world, draw) => {
    const webhook = nth(world.webhooks, draw.which);
    const made = webhook && (await verbs.rotateReceiver(demo, webhook.id, { overlap: 0 as never }));
    if (made?.kind === 'ok' && made.secrets) world.secrets.push(made.secrets.key.slice(-32));
  },
  deleteReceiver: async (verbs, world, draw) => verbs.deleteReceiver(demo, nth(world.webhooks, draw.which)?.id ?? 'none'),
  makeSchedule: async (verbs, world, draw) => {
    const timing = { cron: `*/${1 + draw.much} * * * *`, end: instant(world.now + 1_800_000) };
    const asked = world.now;
    const shown = await verbs.previewSchedule(demo, timing);
    const made = await verbs.createSchedule(demo, {
      ...timing,
      name: `clockwork ${draw.much}`,
      action: nth(['CLUSTER_CHECK', 'CLUSTER_SCALE_OUT', 'CLUSTER_SCALE_IN'] as const, draw.other) ?? 'CLUSTER_CHECK',
      target: cluster(world, draw),
      missedFire: nth(['skip', 'fire_once', 'fire_all'] as const, draw.which),
    });
    // One that is made after the clock was set back begins before what was shown.
    if (made.kind === 'ok' && shown.kind === 'ok' && world.now >= asked) world.previews.set(made.schedule.id, shown.times);
  },
  deleteSchedule: async (verbs, world, draw) =>
    verbs.deleteSchedule(demo, nth(world.store.everything('schedule'), draw.which)?.id ?? 'none'),
  subscribe: async (verbs, world, draw) => {
    const made = await verbs.createSubscription(demo, {
      name: `ear ${draw.much}`,
      target:
        draw.other % 3 === 0
          ? { type: 'webhook', url: 'https://example.org/ear' }
          : { type: 'sqs', queue: 'arn:aws:sqs:eu-west-1:123456789012:ears' },
      filters: draw.yes ? { clusters: [cluster(world, draw)] } : {},
      maxAttempts: 3 + draw.much,
    });
    if (made.kind === 'ok' && made.secret) world.secrets.push(made.secret);
  },
  pauseEar: async (verbs, world, draw) => {
    const ear = nth(world.store.everything('subscription'), draw.which)?.id ?? 'none';
    return draw.yes ? verbs.pauseSubscription(demo, ear) : verbs.resumeSubscription(demo, ear);
  },
  sendLettersAgain: async (verbs, world, draw) =>
    verbs.redeliverLetters(demo, nth(world.store.everything('subscription'), draw.which)?.id ?? 'none', {}),
} satisfies Record<string, Way>;

async function ask(app: App, key: string, target: string, actions: Set<string>): Promise<void> {
  const verbs = scopedVerbs(app, (own) => clusteringVerbs(own, FACTS));
  const request = { project: demo.projectId, user: demo.userId, key, content: target };
  const said = await once({ ...app, digest: sha256Digest }, request, async (scope) => {
    const answer = await verbs.scaleOut({ ...demo, scope }, target, { count: 1 });
    return answer.kind === 'ok' ? answer.actionId : '';
  });
  if ('answer' in said && said.answer !== '') actions.add(said.answer);
  if (said.kind === 'recall') for (const { kind, id, made } of said.effects) if (kind === 'action' && made) actions.add(id);
}
