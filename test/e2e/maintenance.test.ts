import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Json } from '../../lib/domain/kernel/json.ts';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const specOf = (type: string, properties: Json) => ({ type, version: '1.0', properties });

describeIf(dynoxideMissing(), 'maintenance windows in a running service', () => {
  let service: WholeService;
  let demo: Caller;

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_DB: 'memory' });
    demo = service.as('demo', '1.15');
    for (const [name, properties] of Object.entries({ old: {}, new: { latency: 0.1 } }))
      await demo.make('/v1/profiles', { profile: { name, spec: specOf('fake.node', properties) } });
    await demo.do('POST', '/v1/clusters', { cluster: { name: 'web', profile_id: 'old', desired_capacity: 2 } });
  });
  afterAll(() => service?.remove());

  const keep = async (name: string, properties: Json) => {
    await demo.make('/v1/policies', { policy: { name, spec: specOf('coppice.policy.maintenance', properties) } });
    await demo.do('POST', '/v1/clusters/web/actions', { policy_attach: { policy_id: name } });
  };
  const update = { cluster: { profile_id: 'new' } };

  test('what disrupts is refused in a freeze, and what does not is done', async () => {
    await keep('frozen', { freezes: [{ start: '2020-01-01T00:00:00Z', end: '2035-01-01T00:00:00Z', reason: 'audit' }] });
    expect(await demo.ask('PATCH', '/v1/clusters/web', update)).toMatchObject({
      status: 409,
      text: expect.stringContaining("By policy 'frozen' there is a freeze (audit) now; the next time is from 2035-01-01T00:00:00Z."),
    });
    expect((await demo.ask('POST', '/v1/clusters/web/actions', { recover: {} })).status).toBe(409);
    await demo.do('POST', '/v1/clusters/web/actions', { scale_out: {} });
    await demo.do('POST', '/v1/clusters/web/actions', { policy_detach: { policy_id: 'frozen' } });
  });

  test('or it waits for the window, and holds nothing meanwhile', async () => {
    const opens = new Date(Date.now() + 8_000);
    const cron = `${opens.getUTCSeconds()} ${opens.getUTCMinutes()} ${opens.getUTCHours()} * * *`;
    await keep('soon', { windows: [{ cron, duration: 600 }], defer: true });
    const waits = await demo.file('PATCH', '/v1/clusters/web', update);
    expect(await demo.show(`/v1/actions/${waits}`)).toMatchObject({
      status: 'WAITING',
      status_reason: expect.stringContaining("By policy 'soon'"),
    });
    await demo.do('POST', '/v1/clusters/web/actions', { scale_in: {} });

    const done = await demo.finish(waits);
    expect(done).toMatchObject({
      status: 'SUCCEEDED',
      data: { maintenance: { deferred: expect.stringContaining('no maintenance window') } },
    });
    expect((done as unknown as { readonly start_time: number }).start_time * 1000).toBeGreaterThanOrEqual(
      Math.floor(opens.getTime() / 1000) * 1000,
    );
  });

  test.each<[string, Json]>([
    ['cron', { windows: [{ cron: '0 25 * * *', duration: 60 }] }],
    ['timezone', { windows: [{ cron: '0 2 * * *', duration: 60, timezone: '../../etc/localtime' }] }],
    ['duration', { windows: [{ cron: '0 2 * * *', duration: 1e12 }] }],
    ['freezes.0', { freezes: [{ reason: 'because' }] }],
  ])('a policy that makes no sense is refused, and says where: %s', async (place, properties) => {
    const { status, text } = await demo.ask('POST', '/v1/policies', {
      policy: { name: 'bad', spec: specOf('coppice.policy.maintenance', properties) },
    });
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining(place) });
  });
});
