import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { clusteringClientMissing, openstackAt } from '../support/openstack.ts';
import { isRunning, killAndWait, orphan, pidOf } from '../support/processes.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(60_000);

const example = (file: string) => path.join(import.meta.dirname, '../../examples', file);

/** What the client shows of a thing. */
type Row = { readonly [column: string]: string | number | boolean };

/** Tests are the stops of one tour, and stand in its order. */
describeIf(dynoxideMissing() ?? clusteringClientMissing(), 'a tour with the unmodified OpenStack client', () => {
  let service: WholeService;
  let demo: Caller;
  let openstack: ReturnType<typeof openstackAt>;

  beforeAll(async () => {
    service = await WholeService.start();
    demo = service.as('demo');
    openstack = openstackAt(service.home);
  });
  afterAll(async () => {
    for (const pid of pids) await killAndWait(pid);
    await service?.remove();
  });

  const cluster = (...words: string[]) => openstack('cluster', ...words);
  const rows = async (...words: string[]): Promise<readonly Row[]> => JSON.parse(await cluster(...words, '-f', 'json'));
  const shown = async (...words: string[]): Promise<Row> => JSON.parse(await cluster(...words, '-f', 'json'));
  /** Runs a command that files an action, and waits for its success. */
  const done = async (...words: string[]): Promise<void> => {
    // `node op` prints the action that was accepted, and then stumbles over having nothing to show.
    const said = await cluster(...words).catch(({ stdout }: { readonly stdout: string }) => stdout);
    const [, id = `none in: ${said}`] = /action:? ([0-9a-f-]{36})/.exec(said) ?? [];
    expect(await demo.finish(id)).toMatchObject({ status: 'SUCCEEDED' });
  };
  /** Runs a command that shows what it changes, and waits until that is over. */
  const made = async (...words: string[]): Promise<Row> => {
    const row = await shown(...words);
    const [action] = await demo.list(`/v1/actions?target=${row.id}&sort=created_at:desc&limit=1`);
    expect(await demo.finish(action?.id ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    return row;
  };

  /** Every process the tour has seen. */
  const pids = new Set<number>();
  const members = async (): Promise<readonly { readonly name: string; readonly pid: number; readonly status: string }[]> => {
    const nodes = await demo.list('/v1/nodes?cluster_id=grove');
    for (const { physical_id } of nodes) pids.add(pidOf(physical_id));
    return nodes.map(({ name, physical_id, status }) => ({ name, status, pid: pidOf(physical_id) }));
  };
  const alive = async (): Promise<number> => (await members()).filter(({ pid }) => isRunning(pid)).length;

  test('a profile says what a node is', async () => {
    expect(await cluster('profile', 'type', 'list', '-f', 'value', '-c', 'name')).toContain('local.process');
    const file = example('local-process.yaml');
    expect(await shown('profile', 'validate', '--spec-file', file)).toMatchObject({ name: 'validated_profile' });
    expect(await shown('profile', 'create', '--spec-file', file, 'sleeper')).toMatchObject({ name: 'sleeper', type: 'local.process-1.0' });
    expect(await rows('profile', 'list')).toMatchObject([{ name: 'sleeper' }]);
  });

  test('a cluster of three is three processes', async () => {
    await made('create', '--profile', 'sleeper', '--desired-capacity', '3', '--min-size', '1', '--max-size', '8', 'grove');
    expect(await shown('show', 'grove')).toMatchObject({ status: 'ACTIVE', desired_capacity: 3 });
    expect(await alive()).toBe(3);
    const listed = await rows('members', 'list', 'grove', '--full-id');
    expect(listed.map((row) => pidOf(String(row.physical_id)))).toEqual((await members()).map(({ pid }) => pid));
    expect(await rows('list')).toMatchObject([{ name: 'grove', status: 'ACTIVE' }]);
  });

  test('it grows, shrinks, and grows by half; what left it has ended', async () => {
    await done('expand', 'grove', '--count', '2');
    expect(await alive()).toBe(5);
    await done('shrink', 'grove');
    expect(await alive()).toBe(4);
    expect([...pids].filter(isRunning)).toHaveLength(4);
    await done('resize', 'grove', '--percentage', '50');
    expect(await alive()).toBe(6);
    await expect(cluster('resize', 'grove', '--capacity', '9', '--strict')).resolves.toContain('greater than');
  });

  test('a killed process is found missing, and replaced', async () => {
    const [victim] = await members();
    await killAndWait(victim?.pid ?? 0);
    await done('check', 'grove');
    expect(await shown('show', 'grove')).toMatchObject({ status: 'WARNING' });
    expect((await members()).filter(({ status }) => status === 'ERROR')).toMatchObject([{ pid: victim?.pid }]);
    await done('recover', 'grove');
    expect(await shown('show', 'grove')).toMatchObject({ status: 'ACTIVE' });
    expect(await alive()).toBe(6);
  });

  test('a node of one’s own takes the place of a member', async () => {
    const [{ name, pid } = { name: '', pid: 0 }] = await members();
    await made('node', 'create', '--profile', 'sleeper', '--role', 'spare', 'spare');
    await done('members', 'replace', 'grove', '--nodes', `${name}=spare`);
    expect((await members()).map((member) => member.name)).toContain('spare');
    expect(await shown('node', 'show', name)).toMatchObject({ status: 'ACTIVE', cluster_id: '', index: -1 });

    await done('members', 'add', 'grove', '--nodes', name);
    expect(await alive()).toBe(7);
    await done('members', 'del', 'grove', '--nodes', name);
    expect(isRunning(pid)).toBe(true);
    await done('node', 'delete', '--force', name);
    expect(isRunning(pid)).toBe(false);
  });

  test('a node is looked at, mended and told what to do', async () => {
    await done('node', 'check', 'spare');
    await done('node', 'recover', 'spare');
    expect(await cluster('profile', 'type', 'ops', 'local.process-1.0')).toContain('restart');
    await done('node', 'op', '--operation', 'restart', 'spare');
    expect(await alive()).toBe(6);
    expect((await shown('node', 'show', '--details', 'spare')).details).toBeDefined();
  });

  test('a process that was there before is adopted, and made a member', async () => {
    const pid = orphan('sleep 1000');
    pids.add(pid);
    const adoption = ['node', 'adopt', '--type', 'local.process-1.0', '--identity', String(pid)];
    expect(await cluster(...adoption, '--preview')).toContain('sleep');
    expect(await shown(...adoption, '--name', 'foundling')).toMatchObject({ status: 'ACTIVE' });
    await done('members', 'add', 'grove', '--nodes', 'foundling');
    expect((await members()).map((member) => member.pid)).toContain(pid);
    expect(await alive()).toBe(7);
  });

  test('names and sizes change, and attributes are gathered', async () => {
    await made('update', '--name', 'copse', '--metadata', 'a=b', 'grove');
    const copse = await shown('show', 'copse');
    expect([copse.name, JSON.parse(String(copse.metadata))]).toEqual(['copse', { a: 'b' }]);
    await made('update', '--name', 'grove', 'copse');
    const gathered = await rows('collect', '--path', '$.physical_id', 'grove');
    expect(gathered.map((row) => pidOf(String(row.attr_value))).toSorted()).toEqual((await members()).map(({ pid }) => pid).toSorted());
  });

  test('policies are attached, shown, changed and detached', async () => {
    await cluster('policy', 'create', '--spec-file', example('policies/scaling-in.yaml'), 'gently');
    await done('policy', 'attach', '--policy', 'gently', 'grove');
    expect(await rows('policy', 'binding', 'list', 'grove')).toMatchObject([{ policy_name: 'gently', is_enabled: true }]);
    await done('policy', 'binding', 'update', '--policy', 'gently', '--enabled', 'false', 'grove');
    expect(await shown('policy', 'binding', 'show', '--policy', 'gently', 'grove')).toMatchObject({ is_enabled: false });
    await done('policy', 'detach', '--policy', 'gently', 'grove');
    await cluster('policy', 'delete', '--force', 'gently');
    expect(await rows('policy', 'list')).toEqual([]);
  });

  test('something that takes long is cancelled', async () => {
    await cluster('profile', 'create', '--spec-file', example('fake-node.yaml'), 'slow');
    const nursery = await shown('create', '--profile', 'slow', '--desired-capacity', '2', 'nursery');
    const [create] = await rows('action', 'list', '--filters', `target=${nursery.id}`, '--full-id');
    await cluster('action', 'update', '--status', 'CANCELLED', String(create?.id));
    expect(await demo.finish(String(create?.id))).toMatchObject({ status: 'CANCELLED' });
    expect(await shown('action', 'show', String(create?.id))).toMatchObject({ action: 'CLUSTER_CREATE', status: 'CANCELLED' });
    await done('delete', '--force', '--force-delete', 'nursery');
  });

  test('all of it can be read about', async () => {
    const actions = await rows('action', 'list', '--filters', 'status=SUCCEEDED', '--sort', 'created_at:desc', '--limit', '500');
    const names = new Set(actions.map(({ action }) => action));
    for (const action of ['CREATE', 'SCALE_OUT', 'SCALE_IN', 'RESIZE', 'CHECK', 'RECOVER', 'REPLACE_NODES', 'ADD_NODES', 'DEL_NODES'])
      expect(names).toContain(`CLUSTER_${action}`);
    const events = await rows('event', 'list', '--filters', 'otype=CLUSTER;action=CLUSTER_RECOVER', '--full-id');
    expect(events).toMatchObject([{ obj_name: 'grove' }, { obj_name: 'grove' }]);
    expect(await shown('event', 'show', String(events[0]?.id))).toMatchObject({ obj_name: 'grove', action: 'CLUSTER_RECOVER' });
    expect(await cluster('build', 'info')).toContain('revision');
    expect(await openstackAt(service.home, 'coppice-admin')('cluster', 'service', 'list', '-f', 'value', '-c', 'status')).toContain(
      'enabled',
    );
  });

  test('in the end nothing is left', async () => {
    await done('delete', '--force', 'grove');
    // Adoption made one of its own.
    await cluster('profile', 'delete', '--force', 'sleeper', 'slow', 'prof-foundling');
    expect([await rows('list'), await rows('node', 'list'), await rows('profile', 'list')]).toEqual([[], [], []]);
    expect([...pids].filter(isRunning)).toEqual([]);
  });
});
