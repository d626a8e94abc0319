import { expect } from '@jest/globals';
import { groupVerbs } from '../../lib/app/groups/group-verbs.ts';
import type { NewGroup } from '../../lib/app/groups/grouping.ts';
import { MachineCatalogue } from '../../lib/domain/group/machine-catalogue.ts';
import { demo } from '../../lib/simulator/tenants.ts';
import { smallService } from './small-service.ts';

const machines = MachineCatalogue.parse({
  images: {
    'ami-1': { type: 'fake.node' },
    'ami-broken': { type: 'fake.node', properties: { create_failures: 1_000, failure_kind: 'permanent' } },
    'ami-slow': { type: 'fake.node', properties: { latency: 60 } },
  },
});

/** A small service with the verbs of Auto Scaling groups. */
export function groupService() {
  const service = smallService();
  const groups = groupVerbs({ ...service.app, machines });
  const realm = { caller: demo, region: 'us-east-1' };
  const configure = (name: string, imageId = 'ami-1') =>
    groups.createLaunchConfiguration(realm, {
      name,
      imageId,
      instanceType: 't3.micro',
      input: { ImageId: imageId, InstanceType: 't3.micro' },
    });
  const web = (more: Partial<NewGroup> = {}): NewGroup => ({
    name: 'web',
    launch: { kind: 'configuration', name: 'small' },
    minSize: 1,
    maxSize: 5,
    desiredCapacity: 2,
    zones: ['us-east-1a', 'us-east-1b'],
    subnets: '',
    defaultCooldown: 300,
    healthCheckType: 'EC2',
    healthCheckGracePeriod: 0,
    terminationPolicies: ['Default'],
    tags: [],
    verbatim: {},
    protectsNew: false,
    ...more,
  });
  const seen = async (name = 'web') => {
    const found = await groups.showGroup(realm, name);
    if (found.kind === 'refused') throw new Error(found.fault.message);
    return found;
  };
  /** A group `web` of two. */
  const found = async (more: Partial<NewGroup> = {}) => {
    await configure('small');
    expect(await groups.createGroup(realm, web(more))).toMatchObject({ kind: 'ok' });
    await service.settle();
  };
  return { ...service, groups, realm, configure, web, seen, found };
}
