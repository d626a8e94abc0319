import { type Network, networkId } from '../../domain/group/network.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { App } from '../app.ts';
import type { Place } from '../groups/realm.ts';
import type { Networking } from './networking.ts';

type Stored = Pick<App, 'store'>;

export async function networksIn({ store }: Stored, { caller, region }: Place): Promise<readonly Network[]> {
  const { items } = await store.list('network', caller.projectId);
  return items.filter((one) => one.region === region).sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

export const listNetworks =
  (app: Stored): Networking['listNetworks'] =>
  async (realm) => ({ kind: 'ok', networks: await networksIn(app, realm) });

export const findNetwork = async ({ store }: Stored, { caller, region }: Place, vpcId: string): Promise<Network | Refusal> =>
  (await store.get('network', { project: caller.projectId, id: networkId(region, vpcId) })) ?? networkMissing(vpcId);

/** The network that a subnet is in. */
export const findSubnet = async (app: Stored, realm: Place, subnetId: string): Promise<Network | Refusal> =>
  (await networksIn(app, realm)).find(({ subnets }) => subnets.some((one) => one.subnetId === subnetId)) ?? subnetMissing(subnetId);

const networkMissing = (vpcId: string): Refusal => refused('network.not-found', `The vpc ID '${vpcId}' does not exist`);
const subnetMissing = (subnetId: string): Refusal => refused('subnet.not-found', `The subnet ID '${subnetId}' does not exist`);
