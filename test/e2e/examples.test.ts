import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { clusteringClientMissing, openstackAt } from '../support/openstack.ts';
import { PASSWORD, WholeService } from '../support/whole-service.ts';

jest.setTimeout(60_000);

const ROOT = path.resolve(import.meta.dirname, '../..');
const yamlIn = (folder: string): readonly string[] =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => path.join(folder, name));

// From the project's folder: a spec may name another file, and the client looks for it from where it runs.
describeIf(dynoxideMissing() ?? clusteringClientMissing(), 'the examples, by the stock client', () => {
  let service: WholeService;
  let openstack: ReturnType<typeof openstackAt>;

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_DB: 'memory' });
    openstack = openstackAt(service.home);
  });
  afterAll(async () => {
    await service?.remove();
  });

  test.each(yamlIn('examples'))('%s becomes a profile', async (file) => {
    await openstack('cluster', 'profile', 'create', '--spec-file', file, path.basename(file, '.yaml'));
  });

  test.each(yamlIn('examples/policies'))('%s becomes a policy', async (file) => {
    await openstack('cluster', 'policy', 'create', '--spec-file', file, path.basename(file, '.yaml'));
  });
});

describeIf(dynoxideMissing(), 'verify, evacuate, confirm', () => {
  let service: WholeService;

  beforeAll(async () => {
    service = await WholeService.start({ COPPICE_DB: 'memory' });
  });
  afterAll(async () => {
    await service?.remove();
  });

  test('a process that was killed behind the back of the service is back, and both others have had their say', async () => {
    const env = { ...process.env, COPPICE_PASSWORD: PASSWORD };
    const { stdout } = await promisify(execFile)(process.execPath, ['examples/evacuation/rehearse.mjs', service.url], { cwd: ROOT, env });
    expect(stdout.split('\n').filter((line) => line.startsWith('WORKFLOW'))).toEqual([
      'WORKFLOW verify, before WORKFLOW: succeeded',
      'WORKFLOW evacuate: succeeded',
      'WORKFLOW confirm, after WORKFLOW: succeeded',
    ]);
    expect(stdout).toContain('evacuee was moved to Target_host');
    expect(stdout).toMatch(/^SUCCEEDED: the node is ACTIVE/m);
  });
});
