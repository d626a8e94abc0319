import { blockIn, isUsualSize, isWithin, overlap, writtenBlock } from '../../domain/group/address-block.ts';
import { type Network, networkId, type Subnet, vpcIdFrom } from '../../domain/group/network.ts';
import { madeSubnet, ZONES } from '../../domain/group/subnets.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { newId, untilCommitted } from '../app.ts';
import type { GroupApp } from '../groups/grouping.ts';
import { findNetwork, networksIn } from './find-network.ts';
import type { Networking } from './networking.ts';

const MOST_NETWORKS = 100;
/** AWS's. */
const MOST_SUBNETS = 200;

const noBlock = (cidr: string): Refusal =>
  refused('network.block', `Value (${cidr}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`);

export const createNetwork =
  (app: GroupApp): Networking['createNetwork'] =>
  (realm, { cidr, tags }) =>
    untilCommitted(async () => {
      const { caller, region } = realm;
      const block = blockIn(cidr);
      if (!block) return noBlock(cidr);
      if (!isUsualSize(block)) return refused('network.range', `The CIDR '${cidr}' is invalid.`);
      if ((await networksIn(app, realm)).length >= MOST_NETWORKS) {
        return refused('network.limit', `The maximum number of VPCs has been reached: a region has ${MOST_NETWORKS} at most.`);
      }
      const vpcId = vpcIdFrom(newId(app));
      const network: Network = {
        id: networkId(region, vpcId),
        project: caller.projectId,
        user: caller.userId,
        region,
        vpcId,
        cidr: writtenBlock(block),
        tags,
        subnets: [],
        createdAt: app.clock.now(),
        version: 0,
      };
      return (await app.store.commit([{ put: 'network', doc: network }])) === 'stale' ? 'stale' : { kind: 'ok', network };
    });

export const createSubnet =
  (app: GroupApp): Networking['createSubnet'] =>
  (realm, { vpcId, cidr, zone: asked, tags }) =>
    untilCommitted(async () => {
      const found = await findNetwork(app, realm, vpcId);
      if ('fault' in found) return found;
      const { subnets } = found;
      const [block, whole] = [blockIn(cidr), blockIn(found.cidr)];
      if (!block) return noBlock(cidr);
      if (!whole || !isUsualSize(block) || !isWithin(block, whole)) {
        return refused('subnet.range', `The CIDR '${cidr}' is invalid.`);
      }
      const taken = subnets.some((one) => {
        const other = blockIn(one.cidr);
        return other && overlap(other, block);
      });
      if (taken) return refused('subnet.conflict', `The CIDR '${writtenBlock(block)}' conflicts with another subnet`);
      if (subnets.length >= MOST_SUBNETS) return refused('subnet.limit', `A VPC has ${MOST_SUBNETS} subnets at most.`);
      const letter = asked === undefined ? ZONES[subnets.length % ZONES.length] : ZONES.find((one) => asked === `${realm.region}${one}`);
      if (letter === undefined) {
        const zones = ZONES.map((one) => `${realm.region}${one}`).join(', ');
        const only = `Subnets can currently only be created in the following availability zones: ${zones}.`;
        return refused('subnet.zone', `Value (${asked}) for parameter availabilityZone is invalid. ${only}`);
      }
      const subnet: Subnet = {
        subnetId: madeSubnet(newId(app), letter),
        zone: `${realm.region}${letter}`,
        cidr: writtenBlock(block),
        tags,
      };
      const network = { ...found, subnets: [...subnets, subnet] };
      return (await app.store.commit([{ put: 'network', doc: network }])) === 'stale' ? 'stale' : { kind: 'ok', network, subnet };
    });
