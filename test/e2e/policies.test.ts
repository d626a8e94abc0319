import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';
import { policyTypes } from '../../lib/domain/policy/catalogue.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { clusteringClientMissing, openstackAt } from '../support/openstack.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const PYTHON = '/usr/bin/python3';
const SCRIPT = path.join(import.meta.dirname, 'policies.py');
const EXAMPLES = path.join(import.meta.dirname, '../../examples/policies');
const sdkMissing = (): string | undefined =>
  spawnSync(PYTHON, ['-c', 'import openstack'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no openstacksdk on this machine: `apt-get install python3-openstacksdk` brings one';

type Life = {
  readonly profile: 'fake.node' | 'os.nova.server';
  readonly properties: JsonObject;
  readonly acts: 'scale-out' | 'scale-in' | 'update' | 'nothing';
};

const POLLING = {
  detection: { interval: 60, detection_modes: [{ type: 'NODE_STATUS_POLLING' }] },
  recovery: { actions: [{ name: 'RECREATE' }] },
};
const SUBNETS = { pool: { subnet: 'private-subnet' }, vip: { subnet: 'public-subnet' } };

/** What is asked of each kind, and when it is seen to have its say, if it has one there. `nothing`: it has it elsewhere than in a cluster action. */
const LIVES: Readonly<Record<string, Life>> = {
  'coppice.policy.lifecycle_hook': {
    profile: 'fake.node',
    properties: { transition: 'TERMINATING', target: { queue: 'leaving' } },
    acts: 'nothing',
  },
  'coppice.policy.maintenance': { profile: 'fake.node', properties: { windows: [{ cron: '0 0 * * *', duration: 3600 }] }, acts: 'nothing' },
  'coppice.policy.reuse': { profile: 'fake.node', properties: { order: 'NAME' }, acts: 'scale-out' },
  'senlin.policy.affinity': { profile: 'os.nova.server', properties: { servergroup: { policies: 'anti-affinity' } }, acts: 'scale-out' },
  'senlin.policy.batch': { profile: 'fake.node', properties: { min_in_service: 1, max_batch_size: 2, pause_time: 0 }, acts: 'update' },
  'senlin.policy.deletion': { profile: 'fake.node', properties: { criteria: 'OLDEST_FIRST' }, acts: 'scale-in' },
  'senlin.policy.health': { profile: 'fake.node', properties: POLLING, acts: 'nothing' },
  'senlin.policy.loadbalance': { profile: 'os.nova.server', properties: SUBNETS, acts: 'nothing' },
  'senlin.policy.region_placement': {
    profile: 'fake.node',
    properties: { regions: [{ name: 'one' }, { name: 'two' }] },
    acts: 'scale-out',
  },
  'senlin.policy.scaling': {
    profile: 'fake.node',
    properties: { event: 'CLUSTER_SCALE_OUT', adjustment: { number: 2 } },
    acts: 'scale-out',
  },
  'senlin.policy.zone_placement': {
    profile: 'os.nova.server',
    properties: { zones: [{ name: 'az1' }, { name: 'az2' }] },
    acts: 'scale-out',
  },
};

const ASKED_BEFORE = { 'scale-out': 'CLUSTER_SCALE_OUT', 'scale-in': 'CLUSTER_SCALE_IN', update: 'CLUSTER_UPDATE' } as const;

test('every kind of policy has its row', () => {
  expect([...new Set([...policyTypes.values()].map(({ name }) => name))].filter((name) => !Object.hasOwn(LIVES, name))).toEqual([]);
});

describe('with the unmodified clients', () => {
  let service: WholeService;

  beforeAll(async () => {
    if (dynoxideMissing()) return;
    service = await WholeService.start({ COPPICE_DB: 'memory', COPPICE_FAKE_PROFILES: 'os.nova.server,os.heat.stack' });
  }, 60_000);
  afterAll(() => service?.remove());

  describeIf(dynoxideMissing() ?? sdkMissing(), 'openstacksdk', () => {
    const types = [...policyTypes.values()].map((type) => [`${type.name}-${type.version}`, type] as const);

    test.each(types)('takes %s through its life', async (_, type) => {
      const { name, version } = type;
      const env = { PATH: '/usr/bin:/bin', HOME: service.home, OS_CLIENT_CONFIG_FILE: `${service.home}/clouds.yaml`, OS_CLOUD: 'coppice' };
      const { profile, properties, acts } = LIVES[name] as Life;
      const isAsked = acts !== 'nothing' && type.conduct?.before.includes(ASKED_BEFORE[acts]) === true;
      const words = [SCRIPT, name, version, profile, JSON.stringify(properties), isAsked ? acts : 'nothing'];
      await expect(promisify(execFile)(PYTHON, words, { env })).resolves.toBeDefined();
    });
  });

  describeIf(dynoxideMissing() ?? clusteringClientMissing(), 'the OpenStack client', () => {
    const cluster = (...words: string[]) => openstackAt(service.home)('cluster', ...words);

    test('lists and shows Senlin’s types and versions', async () => {
      const listed = JSON.parse(await cluster('policy', 'type', 'list', '-f', 'json')) as readonly {
        readonly name: string;
        readonly version: string;
      }[];
      const names = listed.map(({ name, version }) => `${name}-${version}`);
      expect(names).toEqual(
        expect.arrayContaining([...policyTypes.values()].filter((type) => type.fromSenlin).map((type) => `${type.name}-${type.version}`)),
      );
      expect(await cluster('policy', 'type', 'show', 'senlin.policy.deletion-1.1')).toContain('hooks');
    });

    test.each(['deletion.yaml', 'scaling-out.yaml', 'health-chain.yaml'])(
      '%s: validates, makes, attaches, disables, enables, detaches and deletes it',
      async (file) => {
        const spec = path.join(EXAMPLES, file);
        const { type, version } = parse(readFileSync(spec, 'utf8')) as { readonly type: string; readonly version: string | number };
        const demo = service.as('demo');
        const name = file.replace('.yaml', '');
        const profile = await demo.make('/v1/profiles', { profile: { name, spec: { type: 'fake.node', version: '1.0', properties: {} } } });
        await demo.do('POST', '/v1/clusters', { cluster: { name, profile_id: profile.id, desired_capacity: 1 } });
        const done = async (...words: string[]) => {
          const said = await cluster(...words);
          const [, id = `none in: ${said}`] = /action:? ([0-9a-f-]{36})/.exec(said) ?? [];
          expect(await demo.finish(id)).toMatchObject({ status: 'SUCCEEDED' });
        };

        expect(await cluster('policy', 'validate', '--spec-file', spec)).toContain('validated_policy');
        expect(await cluster('policy', 'create', '--spec-file', spec, name)).toContain(`${type}-${version}`);
        await done('policy', 'attach', '--policy', name, name);
        await done('policy', 'binding', 'update', '--enabled', 'false', '--policy', name, name);
        expect(await cluster('policy', 'binding', 'show', '--policy', name, name, '-f', 'value', '-c', 'is_enabled')).toBe('False');
        await done('policy', 'binding', 'update', '--enabled', 'true', '--policy', name, name);
        await done('policy', 'detach', '--policy', name, name);
        expect(await cluster('policy', 'delete', '--force', name)).toContain('deleted');
      },
    );
  });
});
