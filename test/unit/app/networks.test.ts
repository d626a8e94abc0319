import { describe, expect, test } from '@jest/globals';
import { zoneOfSubnet } from '../../../lib/domain/group/subnets.ts';
import { groupService } from '../../support/group-service.ts';

async function networkService() {
  const service = groupService();
  const { groups, realm } = service;
  const network = async (cidr = '10.0.0.0/16') => {
    const made = await groups.createNetwork(realm, { cidr, tags: [] });
    if (made.kind === 'refused') throw new Error(made.fault.message);
    return made.network.vpcId;
  };
  const vpcId = await network();
  const subnet = async (cidr: string, zone?: string) => {
    const made = await groups.createSubnet(realm, { vpcId, cidr, zone, tags: [] });
    return made.kind === 'refused' ? made.fault.code : made.subnet.subnetId;
  };
  const networks = async () => {
    const listed = await groups.listNetworks(realm);
    return listed.kind === 'ok' ? listed.networks : [];
  };
  return { ...service, network, vpcId, subnet, networks };
}

describe('a network of somebody', () => {
  test('has subnets whose ids say their zone, wherever a group names them', async () => {
    const { subnet, networks } = await networkService();
    const ids = [await subnet('10.0.1.0/24', 'us-east-1c'), await subnet('10.0.2.7/24'), await subnet('10.0.4.0/23')];
    expect(ids.map((id) => zoneOfSubnet('us-east-1', id, 5))).toEqual(['us-east-1c', 'us-east-1b', 'us-east-1c']);
    expect(ids.every((id) => /^subnet-[0-9a-f]{17}$/.test(id))).toBe(true);
    expect((await networks())[0]?.subnets.map(({ cidr }) => cidr)).toEqual(['10.0.1.0/24', '10.0.2.0/24', '10.0.4.0/23']);
    // Those of somebody else are taken on trust, by their places.
    expect(['subnet-5ea0c127', 'subnet-0123456789abcdefa'].map((id, at) => zoneOfSubnet('us-east-1', id, at))).toEqual([
      'us-east-1a',
      'us-east-1b',
    ]);
  });

  test.each([
    ['no block', '10.0.1.0', 'network.block'],
    ['no address', '10.0.256.0/24', 'network.block'],
    ['too large a block', '10.0.0.0/15', 'subnet.range'],
    ['too small a block', '10.0.1.0/29', 'subnet.range'],
    ['a block beside it', '10.1.0.0/24', 'subnet.range'],
    ['a block that is taken', '10.0.0.128/25', 'subnet.conflict'],
  ])('takes no subnet of %s', async (_, cidr, code) => {
    const { subnet, networks } = await networkService();
    await subnet('10.0.0.0/24');
    expect(await subnet(cidr)).toBe(code);
    expect((await networks())[0]?.subnets).toHaveLength(1);
  });

  test('is refused with a block that no network has, and takes no zone of elsewhere', async () => {
    const { groups, realm, subnet } = await networkService();
    for (const [cidr, code] of [
      ['10.0.0.0/8', 'network.range'],
      ['ten', 'network.block'],
      ['10.0.0.0/33', 'network.block'],
    ] as const)
      expect(await groups.createNetwork(realm, { cidr, tags: [] })).toMatchObject({ fault: { code } });
    expect(await subnet('10.0.1.0/24', 'eu-west-1a')).toBe('subnet.zone');
  });

  test('goes once nothing is in it, and a subnet once no group is', async () => {
    const { groups, realm, subnet, vpcId, found, settle, networks } = await networkService();
    const id = await subnet('10.0.1.0/24', 'us-east-1b');
    await found({ subnets: id, zones: ['us-east-1b'] });
    expect(await groups.deleteNetwork(realm, vpcId)).toMatchObject({ fault: { code: 'network.in-use' } });
    expect(await groups.deleteSubnet(realm, id)).toMatchObject({ fault: { code: 'subnet.in-use' } });
    await groups.deleteGroup(realm, 'web', true);
    await settle();
    expect(await groups.deleteSubnet(realm, id)).toEqual({ kind: 'ok' });
    expect(await groups.deleteSubnet(realm, id)).toMatchObject({ fault: { code: 'subnet.not-found' } });
    expect(await groups.deleteNetwork(realm, vpcId)).toEqual({ kind: 'ok' });
    expect(await networks()).toEqual([]);
  });

  test('is tagged, as its subnets are, and is of its region', async () => {
    const { groups, realm, subnet, vpcId, networks } = await networkService();
    const id = await subnet('10.0.1.0/24');
    for (const one of [vpcId, id])
      expect(await groups.tagNetwork(realm, one, [{ key: 'team', value: 'blue' }], [])).toEqual({ kind: 'ok' });
    expect(await groups.tagNetwork(realm, id, [], [{ key: 'team', value: 'green' }])).toEqual({ kind: 'ok' });
    const tags = [{ key: 'team', value: 'blue' }];
    expect(await networks()).toMatchObject([{ tags, subnets: [{ tags }] }]);
    const many = Array.from({ length: 50 }, (_, at) => ({ key: `${at}`, value: '' }));
    expect(await groups.tagNetwork(realm, vpcId, many, [])).toMatchObject({ fault: { code: 'network.tags' } });
    const elsewhere = { ...realm, region: 'eu-west-1' };
    expect(await groups.listNetworks(elsewhere)).toEqual({ kind: 'ok', networks: [] });
    expect(await groups.deleteNetwork(elsewhere, vpcId)).toMatchObject({ fault: { code: 'network.not-found' } });
  });
});
