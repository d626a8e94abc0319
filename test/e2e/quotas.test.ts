import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Json } from '../../lib/domain/kernel/json.ts';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(60_000);

const PRICES = [{ type: 'fake.node', where: { latency: 0 }, per_hour: 0.25 }];

type Figures = { readonly limit: number; readonly in_use: number };
type Quota = { readonly [name: string]: Figures | null };

const ownOf = (json: Json | undefined): string =>
  (json as unknown as { readonly quotas: readonly { readonly project_id: string }[] }).quotas[0]?.project_id ?? '';

describeIf(dynoxideMissing(), 'quotas of a running service', () => {
  let service: WholeService;
  let demo: Caller;
  let admin: Caller;
  let project = '';

  const quota = async (): Promise<Quota> => {
    const { json } = await demo.ask('GET', `/v1/quotas/${project}`);
    return (json as unknown as { readonly quota: Quota }).quota;
  };
  const used = async () =>
    Object.fromEntries(Object.entries(await quota()).flatMap(([name, figures]) => (figures?.in_use ? [[name, figures.in_use]] : [])));
  const limit = (limits: object) => admin.ask('PATCH', `/v1/quotas/${project}`, { quota: { ...limits } });
  const settled = async () => {
    for (;;) if ((await demo.list('/v1/actions')).every(({ status }) => ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status))) return;
  };

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_DB: 'memory', COPPICE_PRICES: JSON.stringify(PRICES) });
    demo = service.as('demo', '1.15');
    admin = service.as('admin', '1.15');
    await demo.make('/v1/profiles', { profile: { name: 'fake', spec: { type: 'fake.node', version: '1.0', properties: {} } } });
    const { json } = await demo.ask('GET', '/v1/quotas');
    project = ownOf(json);
  });
  afterAll(() => service?.remove());

  test('of fifty parallel creates at a quota of ten exactly ten come to be, and the rest is told the figures', async () => {
    expect((await limit({ clusters: 10 })).status).toBe(200);
    const create = (n: number) => demo.ask('POST', '/v1/clusters', { cluster: { name: `c${n}`, profile_id: 'fake', desired_capacity: 2 } });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => create(n)));
    const refused = answers.filter(({ status }) => status === 403);
    expect([answers.filter(({ status }) => status === 202).length, refused.length]).toEqual([10, 40]);
    for (const { json } of refused)
      expect(json).toMatchObject({ error: { message: 'Quota exceeded for clusters in this project: limit 10, in use 10, requested 1.' } });
    await settled();
    expect(await demo.list('/v1/clusters')).toHaveLength(10);
    expect(await used()).toEqual({ clusters: 10, nodes: 20 });
  });

  test('nodes are as many as they may be, whoever makes them at once', async () => {
    await limit({ nodes: 25 });
    const node = (n: number) => demo.ask('POST', '/v1/nodes', { node: { name: `n${n}`, profile_id: 'fake' } });
    const out = (n: number) => demo.ask('POST', `/v1/clusters/c-or-not-${n}/actions`, { scale_out: { count: 1 } });
    const clusters = await demo.list('/v1/clusters');
    const asked = [
      ...Array.from({ length: 10 }, (_, n) => node(n)),
      ...clusters.map(({ id }) => demo.ask('POST', `/v1/clusters/${id}/actions`, { scale_out: { count: 1 } })),
      out(1),
    ];
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect([202, 403, 404].map((wanted) => statuses.filter((status) => status === wanted).length)).toEqual([5, 15, 1]);
    await settled();
    expect(await used()).toEqual({ clusters: 10, nodes: 25 });
    expect((await demo.list('/v1/nodes')).length).toBe(25);
  });

  test('all is given back, and an administrator who has it counted finds nothing wrong', async () => {
    const [clusters, nodes] = [
      await demo.list('/v1/clusters'),
      (await demo.list('/v1/nodes')).filter(({ cluster_id }) => cluster_id === ''),
    ];
    await Promise.all(clusters.map(({ id }) => demo.do('DELETE', `/v1/clusters/${id}`)));
    await Promise.all(nodes.map(({ id }) => demo.do('DELETE', `/v1/nodes/${id}`)));
    expect(await used()).toEqual({});
    const { status, json } = await admin.ask('POST', `/v1/quotas/${project}/actions`, { recount: {} });
    expect([status, json]).toMatchObject([200, { quota: { drift: null, clusters: { in_use: 0 } } }]);
    expect((await admin.ask('DELETE', `/v1/quotas/${project}`)).status).toBe(204);
    expect((await quota()).clusters?.limit).toBe(10_000);
  });

  test('what nodes cost an hour is a limit like any other, and room that is given back can be used again', async () => {
    await demo.make('/v1/profiles', { profile: { name: 'dear', spec: { type: 'fake.node', version: '1.0', properties: { latency: 0 } } } });
    expect((await limit({ cost_per_hour: 1.1 })).status).toBe(200);
    const create = (n: number, size = 2) =>
      demo.ask('POST', '/v1/clusters', { cluster: { name: `d${n}`, profile_id: 'dear', desired_capacity: size } });
    const answers = await Promise.all([create(1), create(2), create(3)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 202, 403]);
    expect(answers.find(({ status }) => status === 403)?.json).toMatchObject({
      error: { message: 'Quota exceeded for cost per hour in this project: limit 1.1, in use 1, requested 0.5.' },
    });
    await settled();
    expect(await used()).toEqual({ clusters: 2, nodes: 4, cost_per_hour: 1 });
    for (const { id } of await demo.list('/v1/clusters')) await demo.do('DELETE', `/v1/clusters/${id}`);
    expect((await create(4, 4)).status).toBe(202);
    await settled();
    for (const { id } of await demo.list('/v1/clusters')) await demo.do('DELETE', `/v1/clusters/${id}`);
    expect(await used()).toEqual({});
    await admin.ask('DELETE', `/v1/quotas/${project}`);
  });

  test.each([
    [{ cost_per_hour: 0.0000001 }, 'six decimals'],
    [{ cost_per_hour: -0.5 }, 'cost_per_hour'],
    [{ clusters: -2 }, 'clusters'],
    [{ nodes: 1.5 }, 'nodes'],
    [{ nodes: '3' }, 'nodes'],
    [{ actions: 2 ** 31 }, 'actions'],
    [{ money: 7 }, 'money'],
    [{}, 'No limit is given'],
  ])('what is no limit is refused: %j', async (limits, word) => {
    const { status, text } = await limit(limits);
    expect([status, text]).toEqual([400, expect.stringContaining(word)]);
  });

  test('they are nobody else’s business, and nothing that an older client meets', async () => {
    const alt = service.as('alt', '1.15');
    expect((await alt.ask('GET', `/v1/quotas/${project}`)).status).toBe(404);
    expect((await demo.ask('PATCH', `/v1/quotas/${project}`, { quota: { nodes: 9 } })).status).toBe(403);
    expect((await service.as('reader', '1.15').ask('GET', `/v1/quotas/${project}`)).status).toBe(200);
    expect((await service.as('demo', '1.14').ask('GET', '/v1/quotas')).status).toBe(400);
  });

  test('requests a minute are as many as they may be, in any minute', async () => {
    const alt = service.as('alt', '1.15');
    const { json } = await alt.ask('GET', '/v1/quotas');
    const other = ownOf(json);
    expect((await admin.ask('PATCH', `/v1/quotas/${other}`, { quota: { requests_per_minute: 3 } })).status).toBe(200);
    for (;;) {
      const { status, headers } = await alt.ask('GET', '/v1/clusters');
      if (status === 200) continue;
      expect([status, Number(headers.get('Retry-After'))]).toEqual([429, expect.any(Number)]);
      break;
    }
    expect((await demo.ask('GET', '/v1/clusters')).status).toBe(200);
  });
});
