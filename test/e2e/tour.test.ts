import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { clusterClientMissing, openstackClient } from '../support/openstack-client.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(120_000);

const ROOT = path.resolve(import.meta.dirname, '../..');
const yamlIn = (folder: string): readonly string[] =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => path.join(folder, name));

/** Asks again until it is so; the test's own limit is the only clock. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}

describeIf(dynoxideMissing() ?? clusterClientMissing(), 'the tour of README.md, with the stock client', () => {
  let service: WholeService;
  let client: ReturnType<typeof openstackClient>;
  /** Every process that ever was a member. */
  const seen = new Set<number>();
  const alive = () => [...seen].filter((pid) => existsSync(`/proc/${pid}`));

  beforeAll(async () => {
    service = await WholeService.start();
    client = openstackClient(path.join(service.home, 'clouds.yaml'), ROOT);
  });
  afterAll(async () => {
    await service?.remove();
    // Of a tour that was broken off.
    for (const pid of alive()) process.kill(pid, 'SIGKILL');
  });

  const openstack = (command: string) => client.run(...command.split(' '));
  const members = (column: string) => client.column(column, 'cluster', 'members', 'list', '--full-id', 'grove');
  const status = async (name: string): Promise<string | undefined> =>
    (await client.column('status', 'cluster', 'list', '--filters', `name=${name}`))[0];
  const settles = (name: string) => until(async () => ['ACTIVE', 'WARNING', 'ERROR'].includes((await status(name)) ?? ''));
  const hasMembers = (count: number) => until(async () => (await members('name')).length === count && (await status('grove')) === 'ACTIVE');
  /** A physical id begins with what `ps` shows. */
  const pids = async (): Promise<readonly number[]> => {
    const found = (await members('physical_id')).map((id) => Number.parseInt(id, 10));
    for (const pid of found) seen.add(pid);
    return found;
  };

  test.each(yamlIn('examples'))('%s becomes a profile', async (file) => {
    await openstack(`cluster profile create --spec-file ${file} ${path.basename(file, '.yaml')}`);
  });

  test.each(yamlIn('examples/policies'))('%s becomes a policy', async (file) => {
    await openstack(`cluster policy create --spec-file ${file} ${path.basename(file, '.yaml')}`);
  });

  test('three processes, more, fewer', async () => {
    await openstack('cluster create --profile local-process --desired-capacity 3 --min-size 1 grove');
    await hasMembers(3);
    for (const pid of await pids()) expect(existsSync(`/proc/${pid}`)).toBe(true);
    await openstack('cluster expand grove --count 2');
    await hasMembers(5);
    await openstack('cluster shrink grove');
    await hasMembers(4);
    await openstack('cluster resize grove --percentage 50');
    await hasMembers(6);
  });

  test('one that is killed is found, and made anew', async () => {
    const [first = 0] = await pids();
    process.kill(first, 'SIGKILL');
    await openstack('cluster check grove');
    await until(async () => (await status('grove')) === 'WARNING');
    expect((await members('status')).filter((word) => word === 'ERROR')).toHaveLength(1);
    await openstack('cluster recover grove');
    await hasMembers(6);
    expect(await pids()).not.toContain(first);
  });

  test('a member is replaced, taken back, let go and deleted', async () => {
    const [old = ''] = await members('name');
    await openstack('cluster node create --profile local-process spare');
    await until(async () => (await client.column('status', 'cluster', 'node', 'list', '--filters', 'name=spare'))[0] === 'ACTIVE');
    await openstack(`cluster members replace grove --nodes ${old}=spare`);
    await until(async () => !(await members('name')).includes(old));
    expect(await members('name')).toContain('spare');
    await settles('grove');
    await openstack(`cluster members add grove --nodes ${old}`);
    await hasMembers(7);
    await openstack(`cluster members del grove --nodes ${old}`);
    await hasMembers(6);
    await openstack(`cluster node delete --force ${old}`);
    await until(async () => !(await client.column('name', 'cluster', 'node', 'list')).includes(old));
  });

  test('a process that was there before is adopted', async () => {
    const { pid } = spawn('sleep', ['86399'], { detached: true, stdio: 'ignore' });
    await openstack(`cluster node adopt --type local.process-1.0 --identity ${pid} --name foundling`);
    await openstack('cluster members add grove --nodes foundling');
    await hasMembers(7);
    expect(await pids()).toContain(pid);
  });

  test('what takes long is cancelled', async () => {
    await openstack('cluster create --profile fake-node --desired-capacity 2 nursery');
    const [action = ''] = await client.column('id', 'cluster', 'action', 'list', '--full-id', '--filters', 'status=WAITING');
    await openstack(`cluster action update --status CANCELLED ${action}`);
    await until(async () => (await openstack(`cluster action show ${action} -f value -c status`)) === 'CANCELLED');
    expect(await client.column('level', 'cluster', 'event', 'list', '--filters', 'oname=nursery')).toContain('WARN');
  });

  test('and nothing is left', async () => {
    await openstack('cluster delete --force grove nursery');
    await until(async () => (await openstack('cluster list -f value')) === '' && (await openstack('cluster node list -f value')) === '');
    expect(alive()).toEqual([]);
    expect(readdirSync(path.join(service.home, 'processes'))).toEqual([]);
  });
});
