import { changedTags, MOST_TAGS } from '../../domain/group/tags.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { untilCommitted } from '../app.ts';
import type { GroupApp } from '../groups/grouping.ts';
import { findNetwork, findSubnet } from './find-network.ts';
import type { Networking } from './networking.ts';

export const tagNetwork =
  (app: GroupApp): Networking['tagNetwork'] =>
  (realm, id, set, remove) =>
    untilCommitted(async () => {
      const isWhole = id.startsWith('vpc-');
      const found = await (isWhole ? findNetwork : findSubnet)(app, realm, id);
      if ('fault' in found) return found;
      const network = isWhole
        ? { ...found, tags: changedTags(found.tags, set, remove) }
        : {
            ...found,
            subnets: found.subnets.map((one) => (one.subnetId === id ? { ...one, tags: changedTags(one.tags, set, remove) } : one)),
          };
      if ([network, ...network.subnets].some(({ tags }) => tags.length > MOST_TAGS))
        return refused('network.tags', `A VPC or a subnet has ${MOST_TAGS} tags at most.`);
      return (await app.store.commit([{ put: 'network', doc: network }])) === 'stale' ? 'stale' : { kind: 'ok' };
    });
