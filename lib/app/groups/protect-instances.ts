import { protectNodes } from '../clusters/protect-nodes.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { namedIn } from './named-instances.ts';
import { showGroup } from './see-groups.ts';

export const protectInstances =
  (app: GroupApp): Grouping['protectInstances'] =>
  async (realm, name, instanceIds, protect) => {
    const seen = await showGroup(app)(realm, name);
    if (seen.kind === 'refused') return seen;
    const named = namedIn(seen, instanceIds);
    if (named.kind === 'refused') return named;
    const nodes = named.instances.map(({ node }) => node.id);
    const done = await protectNodes(app)(realm.caller, seen.cluster.id, { nodes, protect });
    return done.kind === 'refused' ? done : { kind: 'ok' };
  };
