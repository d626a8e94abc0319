import { describe, expect, test } from '@jest/globals';
import { forgetRuns } from '../../../../lib/app/groups/forget-runs.ts';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import type { MachineRun } from '../../../../lib/app/groups/seeing-machines.ts';
import { OverQuota } from '../../../../lib/app/quotas/over-quota.ts';
import type { Write } from '../../../../lib/domain/documents.ts';
import { MachineCatalogue } from '../../../../lib/domain/group/machine-catalogue.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { Killed } from '../../../../lib/simulator/death.ts';
import { demo, neighbour } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

const machines = MachineCatalogue.parse({ images: { 'ami-1': { type: 'fake.node' }, 'ami-2': { type: 'fake.node' } } });
const realm = { caller: demo, region: 'us-east-1' };
const one: MachineRun = { imageId: 'ami-1', instanceType: 't3.micro', said: {}, tags: {}, least: 1, most: 1, zone: 'us-east-1b' };

/** @param before each commit, with its number from 1; @param after it */
function running(before: (nth: number, writes: readonly Write[]) => void = () => {}, after: (nth: number) => void = () => {}) {
  const service = smallService();
  let commits = 0;
  const { store } = service.app;
  const shaky = new Proxy(store, {
    get: (all, name) =>
      name === 'commit'
        ? async (writes: readonly Write[]) => {
            const nth = ++commits;
            before(nth, writes);
            const committed = await all.commit(writes);
            after(nth);
            return committed;
          }
        : Reflect.get(all, name).bind(all),
  });
  const app = { ...service.app, machines };
  const groups = groupVerbs(app);
  const onShaky = groupVerbs({ ...app, store: shaky });
  const run = async (more: Partial<MachineRun> = {}, verbs = groups) => verbs.runMachines(realm, { ...one, ...more });
  const ids = async (more: Partial<MachineRun> = {}, verbs = groups) => {
    const ran = await run(more, verbs);
    if (ran.kind === 'refused') throw new Error(ran.fault.message);
    return ran.machines.map(({ instanceId }) => instanceId);
  };
  const seen = async (of?: readonly string[]) => {
    const listed = await groups.listMachines(realm, of);
    if (listed.kind === 'refused') throw new Error(listed.fault.message);
    return listed.machines;
  };
  return { ...service, groups, onShaky, run, ids, seen };
}

describe('instances that are launched by themselves', () => {
  test('are nodes of no cluster, in the order and of the reservation of their launch', async () => {
    const { ids, seen, settle, store } = running();
    const launched = await ids({ least: 3, most: 3, tags: { Name: 'one' }, subnet: 'subnet-1', token: 'once' });
    expect(new Set(launched).size).toBe(3);
    expect((await seen(launched)).map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
    await settle();
    const up = await seen(launched);
    expect(up.map(({ state, zone, subnet, machine, run: of }) => [state, zone, subnet, machine?.imageId, of?.token])).toEqual(
      launched.map(() => ['running', 'us-east-1b', 'subnet-1', 'ami-1', 'once']),
    );
    expect(launched.map((id) => up.find(({ instanceId }) => instanceId === id)?.run?.index)).toEqual([0, 1, 2]);
    expect(new Set(up.map(({ run: of }) => of?.reservation)).size).toBe(1);
    expect(up[0]?.tags).toContainEqual({ key: 'Name', value: 'one' });
    expect(store.everything('node').map(({ clusterId, status }) => [clusterId, status])).toEqual(launched.map(() => ['', 'ACTIVE']));
    // What is said the same way is made of the same.
    await ids();
    expect(store.everything('profile')).toHaveLength(1);
  });

  test('go for good when they are terminated, of which is told for an hour', async () => {
    const { groups, ids, seen, settle, pass } = running();
    const [first = '', second = ''] = await ids({ least: 2, most: 2 });
    await settle();
    expect(await groups.terminateMachines(realm, [second])).toMatchObject({ kind: 'ok', machines: [{ state: 'running' }] });
    await settle();
    expect((await seen()).map(({ instanceId }) => instanceId)).toEqual([first]);
    expect((await seen([second])).map(({ state }) => state)).toEqual(['terminated']);
    await pass(3_601);
    expect(await seen([second])).toEqual([]);
  });

  test('leave nothing behind of what they were made of, once that is long ago', async () => {
    const { app, groups, ids, run, settle, pass, store } = running();
    const launched = await ids();
    const [kept = ''] = await ids({ said: { UserData: 'a2VlcA==' } });
    await settle();
    await groups.terminateMachines(realm, launched);
    await pass(3_599);
    await forgetRuns(app);
    expect(store.everything('profile')).toHaveLength(2);
    await pass(2);
    await forgetRuns(app);
    expect(store.everything('profile')).toMatchObject([{ machine: { said: { UserData: 'a2VlcA==' } } }]);
    expect(await run()).toMatchObject({ kind: 'ok' });
    expect((await groups.listMachines(realm, [kept])).kind).toBe('ok');
    await settle();
    await forgetRuns(app);
    expect(store.everything('node').map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE']);
  });

  test('are on their way out as soon as they are terminated, though they be only on their way in', async () => {
    const { groups, ids, seen, settle } = running();
    const launched = await ids();
    expect(await groups.terminateMachines(realm, launched)).toMatchObject({ kind: 'ok', machines: [{ state: 'pending' }] });
    expect((await seen(launched)).map(({ state }) => state)).toEqual(['shutting-down']);
    await settle();
    expect((await seen(launched)).map(({ state }) => state)).toEqual(['terminated']);
  });

  test('are made of a template, whose tags they have and over which what is said beside counts', async () => {
    const { groups, run, settle, store } = running();
    const data = {
      ImageId: 'ami-1',
      InstanceType: 't3.small',
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'tier', Value: 'web' }] }],
    };
    await groups.createTemplate(realm, { by: 'arn', description: '', name: 'small', data, tags: [] });
    const template = { id: '', name: 'small' };
    const ran = await run({ template, imageId: '', instanceType: '', said: { UserData: 'aGk=' }, tags: { team: 'red' } });
    expect(ran).toMatchObject({ machines: [{ machine: { imageId: 'ami-1', instanceType: 't3.small', said: { UserData: 'aGk=' } } }] });
    expect(await run({ template, imageId: 'ami-2', instanceType: 't3.nano' })).toMatchObject({
      machines: [{ machine: { imageId: 'ami-2', instanceType: 't3.nano', template: { name: 'small', version: '1' } } }],
    });
    await settle();
    expect(store.everything('node').map(({ metadata }) => metadata)).toContainEqual({ team: 'red', tier: 'web' });
    expect(await run({ template: { ...template, version: '7' } })).toMatchObject({ fault: { code: 'launch-template-version.not-found' } });
    expect(await run({ imageId: 'ami-none' })).toMatchObject({ fault: { code: 'image.not-found' } });
  });

  test('come once under a token; for another request it is refused, and another project has tokens of its own', async () => {
    const { groups, ids, run, store } = running();
    const first = await ids({ token: 'once', least: 2, most: 2 });
    expect(await ids({ token: 'once', least: 2, most: 2 })).toEqual(first);
    expect(await run({ token: 'once', least: 1, most: 2 })).toMatchObject({ fault: { code: 'machine.token' } });
    expect(store.everything('node')).toHaveLength(2);
    await groups.runMachines({ ...realm, caller: neighbour }, { ...one, token: 'once', least: 2, most: 2 });
    expect(store.everything('node')).toHaveLength(4);
    await ids();
    expect(await ids()).not.toEqual(first);
    expect(store.everything('node')).toHaveLength(6);
  });

  test.each([1, 2, 3, 4, 5, 6, 7].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'of which whoever launches them dies at commit %i, %s it, are all there once it is asked again',
    async (nth, when) => {
      const die = (at: number) => {
        if (at === nth) throw new Killed();
      };
      const { ids, onShaky, run, settle, pass, store } = when === 'before' ? running(die) : running(undefined, die);
      const asked = { token: 'once', least: 3, most: 3 };
      await run(asked, onShaky).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
      await pass(61);
      const launched = await ids(asked);
      expect(new Set(launched).size).toBe(3);
      await settle();
      expect(store.everything('node').map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
      expect(await ids(asked)).toEqual(launched);
    },
  );
});

describe('where there is no room for all', () => {
  /** No room for another one from then on. */
  const full = (room: number) => {
    let made = 0;
    return (_: number, writes: readonly Write[]) => {
      const more = writes.filter((write) => 'put' in write && write.put === 'node' && write.doc.version === 0);
      made += more.length;
      if (more.length > 0 && made > room) throw new OverQuota(permanent('quota.exceeded', 'Quota exceeded for nodes.'));
    };
  };

  test('there are as many as there is room for, if those are enough', async () => {
    const { run, onShaky, store } = running(full(2));
    expect(await run({ least: 2, most: 5 }, onShaky)).toMatchObject({ machines: [{}, {}] });
    expect(store.everything('node')).toHaveLength(2);
  });

  test('there are none, if not', async () => {
    const { run, onShaky, store, settle } = running(full(2));
    expect(await run({ least: 3, most: 5 }, onShaky)).toMatchObject({ fault: { code: 'quota.exceeded' } });
    await settle();
    expect(store.everything('node')).toEqual([]);
  });
});
