import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Clustering } from '../../lib/app/clustering.ts';
import type { Json } from '../../lib/domain/kernel/json.ts';
import { policyTypes } from '../../lib/domain/policy/catalogue.ts';
import { profileTypes } from '../../lib/domain/profile/catalogue.ts';
import { senlinRoutes } from '../../lib/wire/senlin/routes/all.ts';
import type { Caller, Reply, Shown } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { NAMINGS, type Named, type Naming } from '../support/namings.ts';
import { type User, WholeService } from '../support/whole-service.ts';

jest.setTimeout(60_000);

// Routes are data until they run, and here none does.
const routes = senlinRoutes({ clustering: {} as Clustering, engineId: '', now: () => 0, profileTypes, policyTypes });
const changing = routes.filter(({ method, harmless, closed, open }) => method !== 'GET' && !harmless && !closed && !open);
const keyOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;

const PROFILE = { type: 'fake.node', version: '1.0', properties: {} };
const POLICY = {
  type: 'senlin.policy.scaling',
  version: '1.0',
  properties: { event: 'CLUSTER_SCALE_IN', adjustment: { type: 'CHANGE_IN_CAPACITY', number: 1 } },
};
const HEALTH = {
  type: 'senlin.policy.health',
  version: '1.1',
  properties: {
    detection: { interval: 600, detection_modes: [{ type: 'NODE_STATUS_POLLING' }] },
    recovery: { actions: [{ name: 'RECREATE' }] },
  },
};
const WORKFLOW = { StartAt: 'Rest', States: { Rest: { Type: 'Succeed' } } };
/** Allowed to be called, and nobody listens. */
const NOWHERE = { type: 'webhook', url: 'http://127.0.0.1:65535/' };
/** What changes something and names nothing that is there. */
const MAKING: readonly (readonly [string, string, Json])[] = [
  ['POST /profiles', '/v1/profiles', { profile: { name: 'new', spec: PROFILE } }],
  ['POST /policies', '/v1/policies', { policy: { name: 'new', spec: POLICY } }],
  ['POST /workflows', '/v1/workflows', { workflow: { name: 'new', backend: 'local', definition: WORKFLOW } }],
  ['POST /subscriptions', '/v1/subscriptions', { subscription: { name: 'new', target: NOWHERE } }],
  ['POST /notifications', '/v1/notifications', {}],
  ['PATCH /quotas/{project_id}', '/v1/quotas/ours', { quota: { nodes: 9 } }],
  ['DELETE /quotas/{project_id}', '/v1/quotas/ours', {}],
  ['POST /quotas/{project_id}/actions', '/v1/quotas/ours/actions', { recount: {} }],
  ['PATCH /retention/{project_id}', '/v1/retention/ours', { retention: { events: { days: 9 } } }],
  ['DELETE /retention/{project_id}', '/v1/retention/ours', {}],
  ['POST /secrets', '/v1/secrets', { secret: { name: 'new', value: 'hush' } }],
  ['POST /orphans/{orphan_id}/actions', '/v1/orphans/0badc0de-0000-4000-8000-000000000000/actions', { adopt: {} }],
  ['POST /sweeps/{profile_type}/actions', '/v1/sweeps/fake.node-1.0/actions', { proceed: { at_most: 1 } }],
  ['POST /nodes/adopt', '/v1/nodes/adopt', { identity: 'fake-foundling', type: 'fake.node-1.0' }],
];
/** Runs begin with a recovery, which nobody asks for here: whose they are follows from whose workflow it is. */
const UNBEGUN = ['/workflows/{workflow_id}/executions/{execution_id}'];
const LISTS = [
  'profiles',
  'policies',
  'clusters',
  'nodes',
  'actions',
  'events',
  'schedules',
  'receivers',
  'workflows',
  'subscriptions',
  'grants',
  'secrets',
];
const NOBODYS: Readonly<Record<string, string>> = { id: '0badc0de-0000-4000-8000-000000000000', name: 'nobody', 'short id': '0badc0de' };

test('every route that takes a name, or changes something, is asked below', () => {
  const asked = new Set([...NAMINGS.map(({ route }) => route), ...MAKING.map(([route]) => route)]);
  const naming = routes.filter(
    ({ path, open }) =>
      !open &&
      !UNBEGUN.includes(path) &&
      /\{(profile|policy|cluster|node|action|event|schedule|receiver|workflow|subscription|grant|secret)_id\}/.test(path),
  );
  for (const route of [...naming, ...changing]) expect(asked).toContain(keyOf(route));
});

describeIf(dynoxideMissing(), 'two projects in one service', () => {
  let service: WholeService;
  const callers = {} as Record<User, Caller>;
  /** What each project has: one of every kind. */
  const things = { demo: {} as Record<Named, Shown>, alt: {} as Record<Named, Shown> };

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_DB: 'memory', COPPICE_OUTGOING_ALLOW: '127.0.0.1' });
    for (const user of ['demo', 'alt', 'reader', 'admin'] as const) callers[user] = service.as(user, '1.15');
    things.demo = await furnish(callers.demo, 'ours');
    things.alt = await furnish(callers.alt, 'theirs');
  });
  afterAll(() => service?.remove());

  async function furnish(caller: Caller, name: string): Promise<Record<Named, Shown>> {
    const profile = await caller.make('/v1/profiles', { profile: { name, spec: PROFILE } });
    const policy = await caller.make('/v1/policies', { policy: { name, spec: POLICY } });
    const created = await caller.do('POST', '/v1/clusters', { cluster: { name, profile_id: name } });
    await caller.do('POST', '/v1/nodes', { node: { name: `${name}-1`, profile_id: name, cluster_id: name } });
    await caller.do('POST', '/v1/nodes', { node: { name, profile_id: name } });
    await caller.do('POST', `/v1/clusters/${name}/actions`, { policy_attach: { policy_id: name } });
    const [event] = await caller.list('/v1/events');
    if (!event) throw new Error('nothing was told');
    const [cluster, node] = [await caller.show(`/v1/clusters/${name}`), await caller.show(`/v1/nodes/${name}`)];
    const schedule = await caller.make('/v1/schedules', { schedule: { name, target: name, action: 'CLUSTER_CHECK', cron: '@yearly' } });
    const hook = { name, type: 'webhook', cluster_id: name, action: 'CLUSTER_CHECK' };
    const receiver = await caller.make('/v1/receivers', { receiver: hook });
    await caller.make('/v1/policies', { policy: { name: `${name}-health`, spec: HEALTH } });
    await caller.do('POST', `/v1/clusters/${name}/actions`, { policy_attach: { policy_id: `${name}-health` } });
    const workflow = await caller.make('/v1/workflows', { workflow: { name, backend: 'local', definition: WORKFLOW } });
    const subscription = await caller.make('/v1/subscriptions', { subscription: { name, target: NOWHERE } });
    const given = { object_type: 'cluster', object_id: name, grantee_type: 'project', grantee_id: 'somebody', access: 'read-only' };
    const secret = await caller.make('/v1/secrets', { secret: { name, value: 'hush' } });
    const grant = await caller.make('/v1/grants', { grant: given });
    return { profile, policy, cluster, node, action: created, event, schedule, receiver, workflow, subscription, grant, secret };
  }

  const ask = (caller: Caller, { method, url, body }: Naming, reference: string) => caller.ask(method, url(reference), body?.(reference));
  /** An answer without what it was asked for, so that answers to different names can be held against each other. */
  const nameless = ({ status, text }: Reply, reference: string) => ({ status, text: text.replaceAll(reference, 'X') });
  const references = ({ id, name }: Shown): Readonly<Record<string, string>> => ({ id, name, 'short id': id.slice(0, 8) });

  describe.each(Object.keys(NOBODYS))('what is theirs, by its %s, is answered as if it never was', (way) => {
    test.each(NAMINGS.map((naming) => [naming.title, naming] as const))('%s', async (_, naming) => {
      const theirs = references(things.alt[naming.kind])[way] ?? '';
      const nobodys = NOBODYS[way] ?? '';
      // Events and grants have no names.
      if (theirs === '') return expect(['event', 'grant']).toContain(naming.kind);
      const refusal = nameless(await ask(callers.demo, naming, nobodys), nobodys);
      expect([400, 404]).toContain(refusal.status);
      expect(nameless(await ask(callers.demo, naming, theirs), theirs)).toEqual(refusal);
    });
  });

  test('and nothing of it was touched', async () => {
    for (const kind of ['profile', 'policy', 'cluster', 'node', 'schedule', 'receiver', 'workflow', 'subscription'] as const) {
      const { id } = things.alt[kind];
      const collection = kind === 'policy' ? 'policies' : `${kind}s`;
      expect(await callers.alt.show(`/v1/${collection}/${id}`)).toMatchObject({ id, name: 'theirs' });
    }
    const actions = (await callers.alt.list('/v1/actions')).map(({ action, status }) => `${action} ${status}`);
    expect(actions.filter((action) => !action.endsWith('SUCCEEDED'))).toEqual([]);
    expect(await callers.alt.list('/v1/nodes?cluster_id=theirs')).toHaveLength(1);
  });

  test('what a cloud has for them is nothing to adopt', async () => {
    const { physical_id: identity } = things.alt.node;
    for (const verb of ['adopt', 'adopt-preview']) {
      const { status } = await callers.demo.ask('POST', `/v1/nodes/${verb}`, { identity, type: 'fake.node-1.0' });
      expect([400, 404, 409]).toContain(status);
    }
  });

  test('the same name means one’s own', async () => {
    await callers.demo.make('/v1/profiles', { profile: { name: 'theirs', spec: PROFILE } });
    expect((await callers.demo.show('/v1/profiles/theirs')).id).not.toBe(things.alt.profile.id);
    expect((await callers.alt.show('/v1/profiles/theirs')).id).toBe(things.alt.profile.id);
    expect((await callers.demo.ask('DELETE', '/v1/profiles/theirs')).status).toBe(204);
  });

  describe.each(LISTS)('the list of %s', (list) => {
    const idsOf = async (user: User, query = '') => (await callers[user].list(`/v1/${list}${query}`)).map(({ id }) => id);

    test('has nothing of the other project, also when filters name it', async () => {
      const [ours, theirs] = [await idsOf('demo'), await idsOf('alt')];
      expect(ours.length * theirs.length).toBeGreaterThan(0);
      expect(ours.filter((id) => theirs.includes(id))).toEqual([]);
      expect(await idsOf('reader')).toEqual(ours);
      const filter = list === 'events' ? 'oname' : list === 'grants' ? 'object_id' : 'name';
      const [{ name } = { name: 'theirs' }] = list === 'actions' ? await callers.alt.list('/v1/actions') : [];
      const value = list === 'grants' ? things.alt.cluster.id : name;
      expect(await idsOf('demo', `?${filter}=${value}`)).toEqual([]);
      expect(await idsOf('demo', `?marker=${theirs[0]}`)).toEqual(ours);
      if (list === 'actions' || list === 'events') expect(await idsOf('demo', `?cluster_id=${things.alt.cluster.id}`)).toEqual([]);
    });

    test('has both for an administrator, asked for or not', async () => {
      const both = [...(await idsOf('demo')), ...(await idsOf('alt'))];
      expect(await idsOf('admin')).toEqual(expect.arrayContaining(both));
      expect(await idsOf('admin', '?global_project=true')).toEqual(expect.arrayContaining(both));
    });

    test('of all projects is for administrators only', async () => {
      for (const user of ['demo', 'reader'] as const)
        expect((await callers[user].ask('GET', `/v1/${list}?global_project=true`)).status).toBe(403);
    });
  });

  const seeing = NAMINGS.filter(({ method }) => method === 'GET');

  test.each(seeing.map((naming) => [naming.title, naming] as const))('an administrator and a reader see: %s', async (_, naming) => {
    const { id } = things.demo[naming.kind];
    expect((await ask(callers.reader, naming, id)).status).toBe(200);
    expect((await ask(callers.admin, naming, id)).status).toBe(200);
  });

  const forbidden = { status: 403, text: expect.stringContaining('You are not authorized to complete this operation.') };

  test.each(NAMINGS.filter(({ method }) => method !== 'GET').map((naming) => [naming.title, naming] as const))(
    'a reader may not: %s',
    async (_, naming) => {
      expect(await ask(callers.reader, naming, things.demo[naming.kind].id)).toMatchObject(forbidden);
    },
  );

  test.each(MAKING)('a reader may not: %s', async (route, url, body) => {
    expect(await callers.reader.ask(route.split(' ')[0] ?? '', url, body)).toMatchObject(forbidden);
  });

  test.each([
    ['profiles/validate', { profile: { spec: PROFILE } }],
    ['policies/validate', { policy: { spec: POLICY } }],
    ['schedules/preview', { schedule: { cron: '@daily' } }],
    ['nodes/adopt-preview', { identity: 'fake-foundling', type: 'fake.node-1.0' }],
  ])('a reader may ask what would be: %s', async (path, body) => {
    expect((await callers.reader.ask('POST', `/v1/${path}`, body)).status).toBe(200);
  });

  test('services are shown to administrators', async () => {
    const statuses = await Promise.all(
      (['demo', 'reader', 'admin'] as const).map(async (user) => (await callers[user].ask('GET', '/v1/services')).status),
    );
    expect(statuses).toEqual([403, 403, 200]);
  });
});
