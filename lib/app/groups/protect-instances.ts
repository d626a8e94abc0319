import { countedIn } from '../../domain/cluster/standby.ts';
import { protectNodes } from '../clusters/protect-nodes.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { namedIn } from './named-instances.ts';
import { showGroup } from './see-groups.ts';
import { comeToSize } from './size-group.ts';

export const protectInstances =
  (app: GroupApp): Grouping['protectInstances'] =>
  async (realm, name, instanceIds, protect) => {
    const seen = await showGroup(app)(realm, name);
    if (seen.kind === 'refused') return seen;
    const named = namedIn(seen, instanceIds);
    if (named.kind === 'refused') return named;
    const nodes = named.instances.map(({ node }) => node.id);
    const done = await protectNodes(app)(realm.caller, seen.cluster.id, { nodes, protect });
    if (done.kind === 'refused') return done;
    // Whoever is free to go now may be one too many already.
    return protect || countedIn(seen.cluster) <= seen.cluster.desiredCapacity ? { kind: 'ok' } : comeToSize(app, realm, seen);
  };
