import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { isJsonObject, type Json } from '../../lib/domain/kernel/json.ts';
import type { Caller, Reply, Shown } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { type User, WholeService } from '../support/whole-service.ts';

jest.setTimeout(60_000);

const PROFILE = { type: 'fake.node', version: '1.0', properties: {} };
const NOBODYS = '0badc0de-0000-4000-8000-000000000000';

describeIf(dynoxideMissing(), 'two projects that share', () => {
  let service: WholeService;
  let web: Shown;
  let altProject: string;
  const callers = {} as Record<User | 'old', Caller>;

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_DB: 'memory', COPPICE_DENY: '[{"verbs": ["createWorkflow"], "roles": ["member"]}]' });
    for (const user of ['demo', 'alt', 'reader', 'admin'] as const) callers[user] = service.as(user, '1.15');
    callers.old = service.as('alt', '1.14');
    await callers.demo.make('/v1/profiles', { profile: { name: 'small', spec: PROFILE } });
    await callers.demo.do('POST', '/v1/clusters', { cluster: { name: 'web', profile_id: 'small', desired_capacity: 2 } });
    await callers.demo.do('POST', '/v1/clusters', { cluster: { name: 'hidden', profile_id: 'small' } });
    web = await callers.demo.show('/v1/clusters/web');
    const made = await callers.alt.ask('POST', '/v1/profiles', { profile: { name: 'theirs', spec: PROFILE } });
    altProject = member(made, 'profile', 'project');
  });
  afterAll(() => service?.remove());

  const member = ({ json }: Reply, envelope: string, name: string): string => {
    const inner = isJsonObject(json) ? json[envelope] : undefined;
    return isJsonObject(inner) ? String(inner[name]) : '';
  };
  const share = (more: Readonly<Record<string, Json>> = {}, caller = callers.demo) =>
    caller.ask('POST', '/v1/grants', {
      grant: {
        object_type: 'cluster',
        object_id: 'web',
        grantee_type: 'project',
        grantee_id: altProject,
        access: 'read-only',
        ...more,
      },
    });
  const status = async (caller: Caller, method: string, path: string, json?: Json) => (await caller.ask(method, path, json)).status;
  const scaleOut = () => callers.alt.ask('POST', `/v1/clusters/${web.id}/actions`, { scale_out: {} });

  test('what is given to be looked at is shown and listed, and not changed; what is not given is not there', async () => {
    expect(await status(callers.alt, 'GET', `/v1/clusters/${web.id}`)).toBe(404);
    const given = await share();
    expect(given.status).toBe(201);
    const grant = member(given, 'grant', 'id');

    expect(await callers.alt.show('/v1/clusters/web')).toMatchObject({ id: web.id, nodes: web.nodes });
    expect((await callers.alt.list('/v1/clusters?shared=true')).map(({ id }) => id)).toEqual([web.id]);
    expect(await callers.alt.list('/v1/clusters')).toEqual([]);
    expect(await callers.alt.list(`/v1/nodes?cluster_id=${web.id}`)).toHaveLength(2);
    expect(await callers.alt.list('/v1/nodes?shared=true')).toHaveLength(2);
    expect((await callers.alt.list('/v1/actions?shared=true')).map(({ target }) => target)).toContain(web.id);
    expect((await callers.alt.list('/v1/events?shared=true')).length).toBeGreaterThan(0);

    expect((await scaleOut()).status).toBe(403);
    expect(await status(callers.alt, 'DELETE', `/v1/clusters/${web.id}`)).toBe(403);
    expect((await share({ object_id: web.id, grantee_id: 'third' }, callers.alt)).status).toBe(403);
    expect(await status(callers.alt, 'PATCH', `/v1/grants/${grant}`, { grant: { access: 'read-write' } })).toBe(403);
    expect(await status(callers.alt, 'DELETE', `/v1/grants/${grant}`)).toBe(403);
    expect(await status(callers.alt, 'GET', '/v1/clusters/hidden')).toBe(404);
    expect((await share({ object_id: 'hidden' }, callers.alt)).status).toBe(404);

    expect(await status(callers.old, 'GET', `/v1/clusters/${web.id}`)).toBe(404);
    expect(await status(callers.old, 'GET', '/v1/clusters?shared=true')).toBe(400);
    expect(await status(callers.old, 'GET', '/v1/grants')).toBe(400);
  });

  test('a grant is changed, and taken back, from the next request on; what has begun ends', async () => {
    const [grant] = await callers.demo.list('/v1/grants');
    expect(await callers.alt.list('/v1/grants')).toMatchObject([{ id: grant?.id, direction: 'received', object_name: 'web' }]);
    expect(await status(callers.demo, 'PATCH', `/v1/grants/${grant?.id}`, { grant: { access: 'read-write' } })).toBe(200);
    const begun = await scaleOut();
    expect(begun.status).toBe(202);
    expect(await status(callers.demo, 'DELETE', `/v1/grants/${grant?.id}`)).toBe(204);

    const gone = await callers.alt.ask('GET', `/v1/clusters/${web.id}`);
    const never = await callers.alt.ask('GET', `/v1/clusters/${NOBODYS}`);
    expect([gone.status, gone.text]).toEqual([404, never.text.replaceAll(NOBODYS, web.id)]);
    expect((await scaleOut()).status).toBe(404);
    const action = begun.headers.get('Location')?.split('/actions/')[1] ?? '';
    expect(await callers.demo.finish(action)).toMatchObject({ status: 'SUCCEEDED', target: web.id });
    expect(await callers.demo.show('/v1/clusters/web')).toMatchObject({ desired_capacity: 3 });
    expect(await status(callers.alt, 'GET', `/v1/actions/${action}`)).toBe(404);
  });

  test('a reader gives nothing, and bad grants say what is wrong', async () => {
    expect((await share({}, callers.reader)).status).toBe(403);
    expect((await share({ grantee_type: 'role', grantee_id: 'member' })).status).toBe(403);
    expect((await share({ expires_at: '2001-01-01T00:00:00Z' })).status).toBe(400);
    for (const bad of [{ object_type: 'action' }, { access: 'all' }, { grantee_id: '*' }, { grantee_project: 'x' }, { project: 'x' }])
      expect((await share(bad)).status).toBe(400);
    expect((await share({ object_id: NOBODYS })).status).toBe(404);
  });

  test('a profile that was given is used, taken back only where it is used, and not deleted as long as it is', async () => {
    const given = await share({ object_type: 'profile', object_id: 'small' });
    expect(given.status).toBe(201);
    await callers.alt.do('POST', '/v1/clusters', { cluster: { name: 'borrowed', profile_id: 'small', desired_capacity: 1 } });
    expect(await callers.alt.show('/v1/clusters/borrowed')).toMatchObject({ status: 'ACTIVE', profile_name: 'small' });
    expect(await status(callers.demo, 'DELETE', `/v1/grants/${member(given, 'grant', 'id')}`)).toBe(204);
    await callers.alt.do('POST', '/v1/clusters/borrowed/actions', { scale_out: {} });
    expect(await status(callers.alt, 'POST', '/v1/clusters', { cluster: { name: 'more', profile_id: 'small' } })).toBe(400);
    await callers.demo.do('DELETE', '/v1/clusters/hidden');
    await callers.demo.do('DELETE', '/v1/clusters/web');
    expect(await status(callers.demo, 'DELETE', '/v1/profiles/small')).toBe(409);
    await callers.alt.do('DELETE', '/v1/clusters/borrowed');
    expect(await status(callers.demo, 'DELETE', '/v1/profiles/small')).toBe(204);
  });

  test('what the operator does not allow is forbidden, and to nobody else', async () => {
    const workflow = { name: 'flow', backend: 'local', definition: { StartAt: 'Rest', States: { Rest: { Type: 'Succeed' } } } };
    const denied = await callers.demo.ask('POST', '/v1/workflows', { workflow });
    expect([denied.status, denied.text]).toEqual([403, expect.stringContaining('operator')]);
    expect(await status(callers.admin, 'POST', '/v1/workflows', { workflow })).toBe(201);
  });
});
