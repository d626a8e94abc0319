import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

const PYTHON = '/usr/bin/python3';
const SCRIPT = path.join(import.meta.dirname, 'openstacksdk.py');
const sdkMissing = (): string | undefined =>
  spawnSync(PYTHON, ['-c', 'import openstack'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no openstacksdk on this machine: `apt-get install python3-openstacksdk` brings one';

const TYPES = ['fake.node', 'os.nova.server'];
const OF_EVERY_TYPE = ['profiles', 'clusters', 'members', 'bindings', 'nodes', 'adoption', 'actions', 'events'];
const ONCE = ['policies', 'receivers', 'services'];

describeIf(dynoxideMissing() ?? sdkMissing(), 'the unmodified openstacksdk', () => {
  let service: WholeService;

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_DB: 'memory', COPPICE_FAKE_PROFILES: 'os.nova.server,os.heat.stack' });
  }, 60_000);
  afterAll(() => service?.remove());

  const walk = async (...words: string[]) => {
    const env = { PATH: '/usr/bin:/bin', HOME: service.home, OS_CLIENT_CONFIG_FILE: `${service.home}/clouds.yaml`, OS_CLOUD: 'coppice' };
    await expect(promisify(execFile)(PYTHON, [SCRIPT, ...words], { env })).resolves.toBeDefined();
  };

  test.each(ONCE)('walks through %s', (part) => walk(part), 60_000);
  test.each(TYPES.flatMap((type) => OF_EVERY_TYPE.map((part): [string, string] => [part, type])))(
    'walks through %s of %s',
    (part, type) => walk(part, type),
    60_000,
  );
});
