import { expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { stepAction } from '../../../../lib/app/engine/step-action.ts';
import { ProfileNames } from '../../../../lib/app/profiles/profile-names.ts';
import { ask } from '../../../../lib/composition/ask.ts';
import type { Principal } from '../../../../lib/domain/identity/principal.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { DEFAULT_LIMITS } from '../../../../lib/domain/policy/policy-type.ts';
import { profileTypes } from '../../../../lib/domain/profile/catalogue.ts';
import { fakeDriver } from '../../../../lib/drivers/fake/driver.ts';
import { cronCalendar } from '../../../../lib/platform/cron-calendar.ts';
import { cryptoRandom } from '../../../../lib/platform/crypto-random.ts';
import { jsonPath } from '../../../../lib/platform/json-path.ts';
import { systemClock } from '../../../../lib/platform/system-clock.ts';
import type { Nudge } from '../../../../lib/ports/nudges.ts';
import { memoryReception } from '../../../../lib/simulator/outside/mailboxes.ts';
import { nowhere } from '../../../../lib/simulator/outside/nowhere.ts';
import { plainSealing } from '../../../../lib/simulator/outside/plain-sealing.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { whyNotInputs } from '../../../../lib/wire/senlin/ask.ts';

const caller: Principal = {
  userId: 'u',
  userName: 'demo',
  projectId: 'p',
  projectName: 'demo',
  domainId: null,
  roles: ['member', 'reader'],
  isAdmin: false,
  canWrite: true,
};

/** The service without its edges: nudges wait in a list until somebody takes them. */
function service() {
  const store = new MemoryDocumentStore();
  const driver = fakeDriver({ clock: systemClock });
  const waiting: Nudge[] = [];
  const app: App = {
    store,
    drivers: () => driver,
    clock: systemClock,
    nudges: { send: async (nudges) => void waiting.push(...nudges) },
    mostNodes: 1_000,
    margin: seconds(5),
    random: cryptoRandom,
    outgoing: nowhere,
    reception: memoryReception(),
    sealing: plainSealing,
    profileNames: new ProfileNames(store, systemClock),
    profileTypes,
    policyLimits: DEFAULT_LIMITS,
    defaultTimeout: seconds(3_600),
    calendar: cronCalendar,
    scheduleFloor: seconds(60),
    ask,
    whyNotInputs,
  };
  const settle = async () => {
    for (let nudge = waiting.shift(); nudge; nudge = waiting.shift()) waiting.push(...(await stepAction(app, nudge)));
  };
  return { verbs: clusteringVerbs(app, { paths: jsonPath, shapeNode: () => ({}), host: 'here' }), settle };
}

async function grove(config = {}) {
  const { verbs, settle } = service();
  const spec = { type: 'fake.node', version: '1.0', properties: {} };
  await verbs.createProfile(caller, { name: 'p', spec });
  await verbs.createCluster(caller, { name: 'grove', profile: 'p', desiredCapacity: 2, config });
  await settle();
  const members = async () => {
    const shown = await verbs.showCluster(caller, 'grove');
    if (shown.kind === 'refused') throw new Error(shown.fault.message);
    return shown.cluster.nodes;
  };
  return { verbs, settle, members };
}

test('replacing swaps: the new node joins in one round, the old one leaves in the next', async () => {
  const { verbs, settle, members } = await grove();
  await verbs.createNode(caller, { name: 'spare', profile: 'p' });
  await settle();
  const [old = '', kept] = await members();
  await verbs.replaceNodes(caller, 'grove', { nodes: { [old]: 'spare' } });
  await settle();

  expect(await members()).toHaveLength(2);
  expect(await members()).toContain(kept);
  expect(await verbs.showNode(caller, old, { details: false })).toMatchObject({ node: { clusterId: '', status: 'ACTIVE' } });
});

test('a cluster that stops its nodes first deletes them all the same', async () => {
  const { verbs, settle, members } = await grove({ 'cluster.stop_node_before_delete': true });
  await verbs.resizeCluster(caller, 'grove', { adjustmentType: 'EXACT_CAPACITY', number: 1, strict: true });
  await settle();
  expect(await members()).toHaveLength(1);
  await verbs.deleteCluster(caller, 'grove', { force: false });
  await settle();
  expect(await verbs.showCluster(caller, 'grove')).toMatchObject({ fault: { code: 'cluster.not-found' } });
});
