import type { TemplateTag } from '../../domain/group/launch-template.ts';
import type { Network, Subnet } from '../../domain/group/network.ts';
import type { Realm } from '../groups/realm.ts';
import type { Answer } from '../verb.ts';

export type NewNetwork = { readonly cidr: string; readonly tags: readonly TemplateTag[] };
export type NewSubnet = NewNetwork & {
  readonly vpcId: string;
  /** By turns, if not said. */
  readonly zone?: string | undefined;
};

export type SeenSubnet = { readonly network: Network; readonly subnet: Subnet };

/** Everything that can be asked of the networks that somebody made. The default one is none of them. */
export interface Networking {
  readonly createNetwork: (realm: Realm, request: NewNetwork) => Promise<Answer<{ readonly network: Network }>>;
  /** Once it has no subnets. */
  readonly deleteNetwork: (realm: Realm, vpcId: string) => Promise<Answer<object>>;
  readonly createSubnet: (realm: Realm, request: NewSubnet) => Promise<Answer<SeenSubnet>>;
  /** Once no group is in it. */
  readonly deleteSubnet: (realm: Realm, subnetId: string) => Promise<Answer<object>>;
  /** Oldest first. */
  readonly listNetworks: (realm: Realm) => Promise<Answer<{ readonly networks: readonly Network[] }>>;
  /** @param id of a network or of a subnet @param remove by key; with a value only where it has that */
  readonly tagNetwork: (
    realm: Realm,
    id: string,
    set: readonly TemplateTag[],
    remove: readonly { readonly key: string; readonly value?: string | undefined }[],
  ) => Promise<Answer<object>>;
}
