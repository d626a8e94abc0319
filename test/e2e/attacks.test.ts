import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { logIn } from '../support/log-in.ts';
import { PASSWORD, type User, WholeService } from '../support/whole-service.ts';
import { type Attack, FAKE, type Stage, type Things } from './attacks/attack.ts';
import { callers, STREAMS } from './attacks/callers.ts';
import { containers } from './attacks/containers.ts';
import { grants } from './attacks/grants.ts';
import { ALLOWED, outgoing } from './attacks/outgoing.ts';
import { requestText, sendRaw } from './attacks/raw.ts';
import { requests } from './attacks/requests.ts';
import { ROWS } from './attacks/rows.ts';
import { signatures } from './attacks/signatures.ts';
import { sizes } from './attacks/sizes.ts';
import { tenants } from './attacks/tenants.ts';

jest.setTimeout(120_000);

const ROOT = path.resolve(import.meta.dirname, '../..');
const ATTACKS: readonly Attack[] = [...tenants, ...grants, ...requests, ...sizes, ...signatures, ...outgoing, ...callers, ...containers];
/** Their answer is somebody's patience at its end: they are begun first and looked at when their turn comes. */
const SLOW = /never end|never begins/;

test('the list has every row, and nothing that is in no row', () => {
  expect(Object.keys(ROWS).map(Number)).toEqual(Array.from({ length: 54 }, (_, i) => i + 1));
  for (const { row } of ATTACKS) expect(ROWS).toHaveProperty(String(row));
  for (const [row, { absent, elsewhere }] of Object.entries(ROWS))
    expect([row, Boolean(absent ?? elsewhere) || ATTACKS.some((one) => one.row === Number(row))]).toEqual([row, true]);
});

describeIf(dynoxideMissing(), 'a running service with two projects in it is attacked', () => {
  let stage: Stage;
  const begun = new Map<Attack, Promise<unknown>>();

  beforeAll(async () => {
    const service = await WholeService.start({
      COPPICE_DB: 'memory',
      LOG_LEVEL: 'debug',
      COPPICE_OUTGOING_ALLOW: ALLOWED,
      COPPICE_EVENT_STREAMS: String(STREAMS),
    });
    const token = (user: User) => logIn(service.url, { user, project: user === 'reader' ? 'demo' : user, password: PASSWORD });
    const [demo, alt, admin, reader] = (['demo', 'alt', 'admin', 'reader'] as const).map((user) => service.as(user, '1.15')) as [
      Stage['demo'],
      Stage['alt'],
      Stage['admin'],
      Stage['reader'],
    ];
    const mine = await token('demo');
    const { host, port } = new URL(service.url);
    const raw: Stage['raw'] = ([line = '', ...headers], body) =>
      sendRaw(
        Number(port),
        requestText(
          [
            line,
            `Host: ${host}`,
            `X-Auth-Token: ${mine}`,
            'OpenStack-API-Version: clustering 1.15',
            'Accept: application/json',
            'Connection: close',
            ...headers,
          ],
          body,
        ),
      );
    const furnish = async (caller: Stage['demo'], name: string): Promise<Things> => {
      const made = await caller.make('/v1/profiles', { profile: { name, spec: FAKE } });
      const adjustment = { type: 'CHANGE_IN_CAPACITY', number: 1 };
      const spec = { type: 'senlin.policy.scaling', version: '1.0', properties: { event: 'CLUSTER_SCALE_IN', adjustment } };
      const policy = await caller.make('/v1/policies', { policy: { name, spec } });
      await caller.do('POST', '/v1/clusters', { cluster: { name, profile_id: name, desired_capacity: 1 } });
      const cluster = await caller.show(`/v1/clusters/${name}`);
      return {
        project: (made as unknown as { readonly project: string }).project,
        cluster: cluster.id,
        node: cluster.nodes[0] ?? '',
        policy: policy.id,
      };
    };
    const [ours, theirs] = [await furnish(demo, 'fake'), await furnish(alt, 'theirs')];
    stage = { service, demo, alt, admin, reader, ours, theirs, token, raw };
    for (const one of ATTACKS.filter(({ title }) => SLOW.test(title))) {
      const attempt = one.run(stage);
      attempt.catch(() => {});
      begun.set(one, attempt);
    }
  });
  afterAll(() => stage?.service.remove());

  for (const [number, { attempt, expected, absent, elsewhere = [] }] of Object.entries(ROWS))
    describe(`${number}. ${attempt}: ${expected}`, () => {
      for (const one of ATTACKS.filter(({ row }) => row === Number(number)))
        test(one.title, async () => {
          await (begun.get(one) ?? one.run(stage));
        });
      for (const [file, text] of elsewhere)
        test(`is tried in ${file}`, () => {
          expect(existsSync(path.join(ROOT, file)) && readFileSync(path.join(ROOT, file), 'utf8').includes(text)).toBe(true);
        });
      if (absent)
        test(`cannot be tried, since ${absent.why}`, async () => {
          for (const place of absent.paths)
            for (const method of ['GET', 'POST']) expect((await stage.admin.ask(method, place)).status).toBe(404);
        });
    });

  test('after all of that it is well, and nothing happened that should not have', async () => {
    expect((await fetch(`${stage.service.url}/readyz`)).status).toBe(200);
    const broken = stage.service.output.split('\n').filter((line) => line.includes('"level":"error"') && line.startsWith('{'));
    expect(broken).toEqual([]);
    expect(await stage.demo.show(`/v1/clusters/${stage.ours.cluster}`)).toMatchObject({ status: 'ACTIVE', desired_capacity: 1 });
    expect(await stage.alt.show(`/v1/clusters/${stage.theirs.cluster}`)).toMatchObject({ status: 'ACTIVE', desired_capacity: 1 });
  });
});
