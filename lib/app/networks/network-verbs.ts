import type { GroupApp } from '../groups/grouping.ts';
import { createNetwork, createSubnet } from './create-networks.ts';
import { deleteNetwork, deleteSubnet } from './delete-networks.ts';
import { listNetworks } from './find-network.ts';
import type { Networking } from './networking.ts';
import { tagNetwork } from './tag-network.ts';

/** The verbs of networks. */
export const networkVerbs = (app: GroupApp): Networking => ({
  createNetwork: createNetwork(app),
  deleteNetwork: deleteNetwork(app),
  createSubnet: createSubnet(app),
  deleteSubnet: deleteSubnet(app),
  listNetworks: listNetworks(app),
  tagNetwork: tagNetwork(app),
});
