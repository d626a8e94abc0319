import { describe, expect, test } from '@jest/globals';
import { sweepTemplates } from '../../../../lib/app/groups/follow-templates.ts';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import type { NewGroup } from '../../../../lib/app/groups/grouping.ts';
import type { LaunchSource } from '../../../../lib/domain/group/group.ts';
import { MachineCatalogue } from '../../../../lib/domain/group/machine-catalogue.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { aGroup, CALMLY } from '../../../support/group-requests.ts';
import { smallService } from '../../../support/small-service.ts';

const machines = MachineCatalogue.parse({
  images: {
    'ami-1': { type: 'fake.node' },
    'ami-2': { type: 'fake.node' },
    'ami-vm': { type: 'os.nova.server' },
  },
});
const BY = { by: 'arn:aws:iam::123456789012:user/demo/demo', description: '' };
const DATA = { ImageId: 'ami-1', InstanceType: 't3.micro' };

function templateService() {
  const service = smallService();
  const app = { ...service.app, machines };
  const groups = groupVerbs(app);
  const realm = { caller: demo, region: 'us-east-1' };
  const template = (name = 'small', data: JsonObject = DATA) => groups.createTemplate(realm, { ...BY, name, data, tags: [] });
  const version = (data: JsonObject, name = 'small') => groups.createVersion(realm, { name }, { ...BY, data });
  const launch = async (source: LaunchSource, more: Partial<NewGroup> = {}) => {
    const made = await groups.createGroup(realm, { ...aGroup('web', ''), ...more, launch: source });
    await service.settle();
    return made;
  };
  const seen = async () => {
    const found = await groups.showGroup(realm, 'web');
    if (found.kind === 'refused') throw new Error(found.fault.message);
    return found;
  };
  const grow = async (size: number) => {
    await groups.setDesiredCapacity(realm, 'web', size);
    await service.settle();
  };
  const versions = async () =>
    (await seen()).instances.map(({ launch: source }) => (source?.kind === 'template' ? source.version : undefined));
  return { ...service, app, groups, realm, template, version, launch, seen, grow, versions };
}

const following = (version?: string): LaunchSource => ({ kind: 'template', id: '', name: 'small', ...(version && { version }) });

const tagging = (tags: Readonly<Record<string, string>>): JsonObject => ({
  ...DATA,
  TagSpecifications: [
    { ResourceType: 'volume', Tags: [{ Key: 'disk', Value: 'yes' }] },
    { ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
  ],
});

describe('the tags that a template has its instances tagged with', () => {
  test("are their nodes' metadata, and those of the group count for more", async () => {
    const { groups, realm, template, launch, grow, seen, version } = templateService();
    await template('small', tagging({ team: 'trees', stage: 'test' }));
    await launch(following('$Latest'), { tags: [{ key: 'stage', value: 'live', propagate: true }] });
    const metadata = async () => (await seen()).instances.map(({ node }) => node.metadata);
    const before = (await metadata()).length;
    expect(await metadata()).toEqual(Array.from({ length: before }, () => ({ team: 'trees', stage: 'live' })));
    const listed = await groups.listMachines(realm);
    if (listed.kind === 'refused') throw new Error('refused');
    expect(listed.machines[0]?.tags).toEqual(
      expect.arrayContaining([
        { key: 'team', value: 'trees' },
        { key: 'stage', value: 'live' },
      ]),
    );

    // Of another version are those that come after it.
    await version(tagging({ owner: 'me' }));
    await grow(before + 1);
    expect((await metadata()).at(-1)).toEqual({ owner: 'me', stage: 'live' });
    expect((await metadata())[0]).toEqual({ team: 'trees', stage: 'live' });
  });

  test('change with what an instance is made anew of', async () => {
    const { groups, realm, template, launch, seen, version, settle } = templateService();
    await template('small', tagging({ team: 'trees', kept: 'same' }));
    await launch(following('$Latest'), { minSize: 1, desiredCapacity: 1 });
    await version(tagging({ owner: 'me', kept: 'same' }));
    const [first] = (await seen()).instances;
    await groups.terminateInstance(realm, first?.instanceId ?? '', false);
    await settle();
    expect((await seen()).instances.map(({ node }) => node.metadata)).toEqual([{ owner: 'me', kept: 'same' }]);
  });
});

describe('a launch template', () => {
  test('has its name alone in its region, and an id that another of its name has not', async () => {
    const { groups, realm, template } = templateService();
    const first = await template();
    expect(await template()).toMatchObject({ fault: { code: 'launch-template.exists' } });
    expect(await groups.listTemplates({ ...realm, region: 'eu-west-1' })).toEqual({ kind: 'ok', templates: [] });
    await groups.deleteTemplate(realm, { name: 'small' });
    const second = await template();
    if (first.kind !== 'ok' || second.kind !== 'ok') throw new Error('refused');
    expect(second.template.templateId).not.toBe(first.template.templateId);
    expect(await groups.listVersions(realm, { id: first.template.templateId })).toMatchObject({
      fault: { code: 'launch-template.not-found' },
    });
  });

  test('made again under the same token is made once, and otherwise is refused', async () => {
    const { groups, realm } = templateService();
    const request = { ...BY, name: 'small', data: DATA, tags: [], token: 'a' };
    const [first, again] = [await groups.createTemplate(realm, request), await groups.createTemplate(realm, request)];
    expect(again).toMatchObject({ template: { templateId: first.kind === 'ok' && first.template.templateId } });
    expect(await groups.createTemplate(realm, { ...request, name: 'other' })).toMatchObject({ fault: { code: 'launch-template.token' } });
    const version = { ...BY, data: { InstanceType: 't3.small' }, source: '1', token: 'b' };
    const two = await groups.createVersion(realm, { name: 'small' }, version);
    expect(await groups.createVersion(realm, { name: 'small' }, version)).toMatchObject({ version: { number: 2 } });
    expect(two).toMatchObject({ version: { number: 2, data: { ImageId: 'ami-1', InstanceType: 't3.small' } } });
    expect(await groups.createVersion(realm, { name: 'small' }, { ...version, source: '$Latest' })).toMatchObject({
      fault: { code: 'launch-template.token' },
    });
  });

  test('gives no number twice, and keeps its default version', async () => {
    const { groups, realm, template, version } = templateService();
    await template();
    await version(DATA);
    await version(DATA);
    expect(await groups.deleteVersions(realm, { name: 'small' }, [1, 3, 7])).toMatchObject({ gone: [3], kept: [1, 7] });
    expect(await version(DATA)).toMatchObject({ version: { number: 4 } });
    expect(await groups.setDefaultVersion(realm, { name: 'small' }, '3')).toMatchObject({
      fault: { code: 'launch-template-version.not-found' },
    });
    const listed = await groups.listVersions(realm, { name: 'small' });
    expect(listed.kind === 'ok' && listed.versions.map(({ number }) => number)).toEqual([1, 2, 4]);
  });

  test('goes with all its versions, however many there are', async () => {
    const { groups, realm, template, version, store } = templateService();
    await template();
    for (let n = 0; n < 120; n++) await version(DATA);
    expect(await groups.deleteTemplate(realm, { name: 'small' })).toMatchObject({ kind: 'ok' });
    expect([...store.everything('launchTemplate'), ...store.everything('launchTemplateVersion')]).toEqual([]);
  });
});

describe('a group that launches by a template', () => {
  test('has both its names, and instances of the version that it meant at the time', async () => {
    const { template, version, launch, seen, grow, versions, groups, realm } = templateService();
    await template();
    expect(await launch(following('$Latest'))).toMatchObject({ kind: 'ok' });
    expect((await seen()).group.launch).toMatchObject({
      name: 'small',
      id: expect.stringMatching(/^lt-[0-9a-f]{17}$/),
      version: '$Latest',
    });
    await version({ ImageId: 'ami-2', InstanceType: 't3.small' });
    await grow(2);
    expect(await versions()).toEqual(['1', '2']);
    expect((await seen()).instances.map(({ instanceType }) => instanceType)).toEqual(['t3.micro', 't3.small']);
    await groups.updateGroup(realm, 'web', { launch: following() });
    await grow(3);
    expect(await versions()).toEqual(['1', '2', '1']);
    await groups.setDefaultVersion(realm, { name: 'small' }, '2');
    await grow(4);
    expect(await versions()).toEqual(['1', '2', '1', '2']);
  });

  test('makes what it replaces of the version that it means now', async () => {
    const { template, version, launch, versions, seen, settle, groups, realm } = templateService();
    await template();
    await launch(following('$Latest'));
    await version({ ImageId: 'ami-2', InstanceType: 't3.small' });
    const [{ instanceId } = { instanceId: '' }] = (await seen()).instances;
    await groups.terminateInstance(realm, instanceId, false);
    await settle();
    expect(await versions()).toEqual(['2']);
  });

  test('goes on with what it had where a new version makes nothing, or something of another kind', async () => {
    const { template, version, launch, grow, versions } = templateService();
    await template();
    await launch(following('$Latest'));
    await version({ ImageId: 'ami-none', InstanceType: 't3.micro' });
    await version({ ImageId: 'ami-vm', InstanceType: 't3.micro' });
    await version({ InstanceType: 't3.micro' });
    await grow(2);
    expect(await versions()).toEqual(['1', '1']);
  });

  test('is turned by the sweep, where whoever made the version died before', async () => {
    const { app, template, version, launch, grow, versions, store } = templateService();
    await template();
    await launch(following('$Latest'));
    const [before] = store.everything('cluster');
    await version({ ImageId: 'ami-2', InstanceType: 't3.small' });
    const [after] = store.everything('cluster');
    // As if it had not been turned.
    if (before && after) await store.commit([{ put: 'cluster', doc: { ...after, profileId: before.profileId } }]);
    await sweepTemplates(app);
    await grow(2);
    expect(await versions()).toEqual(['1', '2']);
  });

  test('is not turned while a refresh says what is launched', async () => {
    const { app, template, version, launch, groups, realm, store } = templateService();
    await template();
    await version(DATA);
    await launch(following('$Latest'));
    await groups.startRefresh(realm, 'web', { preferences: CALMLY, desired: following('1') });
    const making = () =>
      store.everything('profile').find(({ id }) => id === store.everything('cluster')[0]?.profileId)?.machine?.template?.version;
    expect(making()).toBe('1');
    await version(DATA);
    await sweepTemplates(app);
    expect(making()).toBe('1');
  });

  test.each([
    ['no template', { ...following(), name: 'none' }, 'launch-template-name.not-found'],
    ['no version', following('9'), 'launch-template-version.not-found'],
  ])('is refused with %s, in words of its own', async (_, source, code) => {
    const { template, launch } = templateService();
    await template();
    expect(await launch(source as LaunchSource)).toMatchObject({
      fault: { code, message: expect.stringMatching(/^You must use a valid fully-formed launch template\. /) },
    });
  });

  test.each<[string, JsonObject, JsonObject | undefined]>([
    ['without an image', { InstanceType: 't3.micro' }, undefined],
    ['that only describes its type', { ImageId: 'ami-1', InstanceRequirements: { VCpuCount: { Min: 1 } } }, undefined],
    ['of which a group describes the type', { ImageId: 'ami-1' }, { InstanceRequirements: { VCpuCount: { Min: 1 } } }],
  ])('is refused by a template %s', async (_, data, override) => {
    const { template, launch } = templateService();
    await template('small', data);
    const policy = { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateName: 'small' }, Overrides: [override ?? {}] } };
    expect(await launch(override ? { kind: 'mixed', policy } : following())).toMatchObject({
      fault: { code: 'launch-template.incomplete' },
    });
  });

  test("launches EC2's usual type where nobody says of which", async () => {
    const { template, launch, seen } = templateService();
    await template('small', { ImageId: 'ami-1' });
    await launch(following());
    expect((await seen()).instances.map(({ instanceType }) => instanceType)).toContain('m1.small');
  });

  test('keeps its profile when the template goes, which goes when nothing is made of it', async () => {
    const { template, launch, groups, realm, grow, seen, store, settle } = templateService();
    await template();
    await launch(following());
    await groups.deleteTemplate(realm, { name: 'small' });
    await grow(2);
    expect((await seen()).instances).toHaveLength(2);
    expect(store.everything('profile')).toHaveLength(1);
    await groups.deleteGroup(realm, 'web', true);
    await settle();
    await template('other');
    await groups.createGroup(realm, {
      ...aGroup('b', ''),
      desiredCapacity: 0,
      minSize: 0,
      launch: { ...following(), name: 'other' } as LaunchSource,
    });
    await settle();
    await groups.deleteGroup(realm, 'b', true);
    await settle();
    await groups.deleteTemplate(realm, { name: 'other' });
    expect(store.everything('profile').map(({ name }) => name)).toEqual(['small-1-t3.micro']);
  });

  test('makes one profile of a version, whoever launches by it', async () => {
    const { template, launch, groups, realm, store } = templateService();
    await template();
    await launch(following('1'));
    await groups.createGroup(realm, { ...aGroup('other', ''), launch: following() });
    expect(store.everything('profile')).toHaveLength(1);
  });
});

describe('a group of several types', () => {
  const policy = (weight: string, type = 't3.small'): LaunchSource => ({
    kind: 'mixed',
    policy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: { LaunchTemplateName: 'small', Version: '$Latest' },
        Overrides: [
          { InstanceType: type, WeightedCapacity: weight },
          { InstanceType: 't3.large', WeightedCapacity: '8' },
        ],
      },
    },
  });

  test('is sized in units, and has as many instances as it takes', async () => {
    const { template, launch, seen, groups, realm, settle, members } = templateService();
    await template();
    await launch(policy('3'), { minSize: 1, maxSize: 20, desiredCapacity: 7 });
    expect(members()).toHaveLength(3);
    expect((await seen()).sizes).toEqual({ minSize: 1, maxSize: 20, desiredCapacity: 7 });
    expect((await seen()).instances.map(({ instanceType, weight }) => [instanceType, weight])).toEqual(Array(3).fill(['t3.small', '3']));
    // Eight take as many as seven do.
    for (const [units, instances] of [
      [8, 3],
      [10, 4],
      [20, 7],
      [2, 1],
    ] as const) {
      expect(await groups.setDesiredCapacity(realm, 'web', units)).toEqual({ kind: 'ok' });
      await settle();
      expect([(await seen()).sizes.desiredCapacity, members().length]).toEqual([units, instances]);
    }
    expect(await groups.setDesiredCapacity(realm, 'web', 21)).toMatchObject({ fault: { code: 'group.size' } });
  });

  test('is scaled by its policies in units', async () => {
    const { template, launch, seen, groups, realm, settle, members } = templateService();
    await template();
    await launch(policy('3'), { minSize: 1, maxSize: 20, desiredCapacity: 6 });
    await groups.putScalingPolicy(realm, 'web', {
      kind: 'SimpleScaling',
      name: 'up',
      adjustmentType: 'ChangeInCapacity',
      adjustment: 4,
      enabled: true,
    });
    await groups.executePolicy(realm, { group: 'web', policy: { name: 'up' } }, { honorsCooldown: false });
    await settle();
    expect([(await seen()).sizes.desiredCapacity, members().length]).toEqual([10, 4]);
  });

  test('keeps its units when its weights change, and follows its template', async () => {
    const { template, version, launch, seen, groups, realm, settle, grow } = templateService();
    await template();
    await launch(policy('3'), { minSize: 0, maxSize: 20, desiredCapacity: 6 });
    expect(await groups.updateGroup(realm, 'web', { launch: policy('2', 't3.medium') })).toEqual({ kind: 'ok' });
    await settle();
    expect((await seen()).sizes.desiredCapacity).toBe(6);
    expect((await seen()).instances.map(({ instanceType }) => instanceType)).toEqual(['t3.small', 't3.small', 't3.medium']);
    await version({ ImageId: 'ami-2' });
    await grow(8);
    expect((await seen()).instances.at(-1)).toMatchObject({
      machine: { imageId: 'ami-2', instanceType: 't3.medium', template: { version: '2' } },
    });
    expect((await seen()).group.launch).toMatchObject({
      policy: {
        LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: expect.stringMatching(/^lt-/), LaunchTemplateName: 'small' } },
      },
    });
  });
});

describe('what EC2 says of instances', () => {
  test('is of groups and of nobody, and for an hour of those that are gone', async () => {
    const { template, launch, groups, realm, settle, verbs, pass } = templateService();
    await template();
    await launch(following(), { tags: [{ key: 'team', value: 'blue', propagate: true }], subnets: 'subnet-7' });
    await verbs.createProfile(demo, { name: 'own', spec: { type: 'fake.node', version: '1.0', properties: {} } });
    await verbs.createNode(demo, { name: 'alone', profile: 'own' });
    await settle();
    const all = async (ids?: readonly string[]) => {
      const listed = await groups.listMachines(realm, ids);
      return listed.kind === 'ok' ? listed.machines : [];
    };
    const [member, alone] = await all();
    expect(member).toMatchObject({
      state: 'running',
      zone: 'us-east-1a',
      subnet: 'subnet-7',
      machine: { imageId: 'ami-1', instanceType: 't3.micro', template: { name: 'small', version: '1' } },
    });
    expect(member?.tags).toContainEqual({ key: 'aws:autoscaling:groupName', value: 'web' });
    expect(member?.tags).toContainEqual({ key: 'team', value: 'blue' });
    expect(alone).toMatchObject({ state: 'running', machine: undefined });
    const id = member?.instanceId ?? '';
    expect((await all([id, alone?.instanceId ?? ''])).map(({ instanceId }) => instanceId)).toEqual([id, alone?.instanceId]);
    await groups.updateGroup(realm, 'web', { minSize: 0 });
    await groups.terminateInstance(realm, id, true);
    expect(await all([id])).toMatchObject([{ state: 'shutting-down' }]);
    await settle();
    expect(await all([id])).toMatchObject([{ state: 'terminated' }]);
    await pass(3_700);
    expect(await all([id])).toEqual([]);
  });
});
