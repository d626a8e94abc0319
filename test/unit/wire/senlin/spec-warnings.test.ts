import { describe, expect, test } from '@jest/globals';
import type { App } from '../../../../lib/app/app.ts';
import { createPolicy, validatePolicy } from '../../../../lib/app/policies/create-policy.ts';
import { createProfile } from '../../../../lib/app/profiles/create-profile.ts';
import { DEFAULT_LIMITS } from '../../../../lib/domain/policy/policy-type.ts';
import { profileTypes } from '../../../../lib/domain/profile/catalogue.ts';
import { cryptoRandom } from '../../../../lib/platform/crypto-random.ts';
import { systemClock } from '../../../../lib/platform/system-clock.ts';
import { MemoryDocumentStore } from '../../../../lib/store/memory/document-store.ts';
import { asking, wireWith } from '../../../support/senlin-wire.ts';

const store = new MemoryDocumentStore();
const app = { store, clock: systemClock, random: cryptoRandom, policyLimits: DEFAULT_LIMITS, profileTypes } as unknown as App;
const wire = wireWith({ createPolicy: createPolicy(app), validatePolicy: validatePolicy(app), createProfile: createProfile(app) });

const old = { type: 'senlin.policy.deletion', version: '1.0', properties: { hooks: { timeout: 1, params: { queue: 'q' } } } };
const WARNING = "'hooks' came with version 1.1: a spec that has it should not name version 1.0.";
const ask = async (url: string, body: object, version: string) => {
  const { status, headers, body: text } = await wire(asking('POST', url, body, { version }));
  return { status, header: headers.Warning, json: JSON.parse(text) };
};

describe('a spec that should be written otherwise', () => {
  test.each(['/v1/policies', '/v1/policies/validate'])('%s: says so in the header, and from 1.15 on in the body', async (url) => {
    const body = { policy: url.endsWith('validate') ? { spec: old } : { name: 'p', spec: old } };
    const before = await ask(url, body, '1.14');
    expect(before.header).toBe(`299 - "${WARNING}"`);
    expect(Object.keys(before.json)).toEqual(['policy']);
    const after = await ask(url, body, '1.15');
    expect(after.header).toBe(before.header);
    // Tempest, which asks for the latest version, looks into an envelope only while it is the one thing there.
    expect(Object.keys(after.json)).toEqual(['policy']);
    expect(after.json.policy.warnings).toEqual([{ item: 'hooks', message: WARNING }]);
    expect(after.json.policy.spec).toEqual(old);
  });

  test('of a profile too, with what to use instead', async () => {
    const properties = { flavor: '1', networks: [{ network: 'n' }], personality: [{ path: '/a', contents: 'b' }] };
    const { status, json, header } = await ask(
      '/v1/profiles',
      { profile: { name: 'p', spec: { type: 'os.nova.server', version: '1.0', properties } } },
      '1.15',
    );
    expect({ status, header }).toEqual({
      status: 201,
      header: `299 - "'personality' is deprecated since version 1.0. Use 'user_data' instead."`,
    });
    expect(json.profile.warnings).toHaveLength(1);
  });

  test('one that is well: no header, and an empty list', async () => {
    const { header, json } = await ask('/v1/policies', { policy: { name: 'p', spec: { ...old, version: '1.1' } } }, '1.15');
    expect(header).toBeUndefined();
    expect(json.policy.warnings).toEqual([]);
  });

  test('an unknown version: what there is', async () => {
    const { status, json } = await ask('/v1/policies', { policy: { name: 'p', spec: { ...old, version: '3.0' } } }, '1.14');
    expect({ status, message: json.error.message }).toEqual({
      status: 400,
      message: "The policy_type 'senlin.policy.deletion' has no version '3.0'. Supported versions: 1.0, 1.1.",
    });
  });
});

test('a type tells at 1.15 since when its items are there and how they stand', async () => {
  const show = async (name: string, version: string) => {
    const { body } = await wire(asking('GET', `/v1/policy-types/${name}`, undefined, { version }));
    return JSON.parse(body).policy_type.schema;
  };
  expect((await show('senlin.policy.deletion-1.0', '1.15')).hooks).toMatchObject({ status: 'SUPPORTED', since: '1.1' });
  expect((await show('senlin.policy.deletion-1.0', '1.14')).hooks).not.toHaveProperty('since');
  const { '*': mode } = (await show('senlin.policy.health-1.2', '1.15')).detection.schema.detection_modes.schema;
  expect(mode.schema.type.constraints[0].since).toMatchObject({ HYPERVISOR_STATUS_POLLING: '1.2' });
});
