import { POLICIES, RULES, WATCHES } from '../landscape.ts';
import { demo } from '../tenants.ts';
import type { World } from '../world.ts';
import { cluster, clusters, type Draw, nth, openActions, type Way } from './draw.ts';

const bound = (world: World, draw: Draw) => clusters(world).find(({ id }) => id === cluster(world, draw))?.bindings ?? [];

/** What users ask for of policies, hooks and actions under way. */
export const ON_RULES = {
  attachRule: (verbs, world, draw) =>
    verbs.attachPolicy(demo, cluster(world, draw), { policy: nth(RULES, draw.much)?.id ?? 'none', enabled: draw.yes || draw.other > 2 }),
  answerHook: (verbs, world, draw) =>
    verbs.completeLifecycle(demo, {
      token: nth([...world.neighbours.tokens].reverse(), draw.other) ?? 'none',
      result: nth(['CONTINUE', 'ABANDON', 'HEARTBEAT'] as const, draw.much) ?? 'CONTINUE',
    }),
  attachPolicy: (verbs, world, draw) =>
    verbs.attachPolicy(demo, cluster(world, draw), {
      policy: nth(POLICIES, draw.much + 7 * draw.which)?.id ?? 'none',
      enabled: draw.yes || draw.other > 2,
    }),
  watchOver: async (verbs, world, draw) => {
    for (const { id } of clusters(world))
      await verbs.attachPolicy(demo, id, { policy: nth(WATCHES, draw.much)?.id ?? 'none', enabled: true });
  },
  detachPolicy: (verbs, world, draw) =>
    verbs.detachPolicy(demo, cluster(world, draw), { policy: nth(bound(world, draw), draw.other)?.policyId ?? 'none' }),
  enablePolicy: (verbs, world, draw) =>
    verbs.updateBinding(demo, cluster(world, draw), { policy: nth(bound(world, draw), draw.other)?.policyId ?? 'none', enabled: draw.yes }),
  cancel: (verbs, world, draw) => verbs.cancelAction(demo, nth(openActions(world), draw.which)?.id ?? 'nobody', { force: draw.yes }),
  cancelRoot: (verbs, world, draw) =>
    verbs.cancelAction(
      demo,
      nth(
        openActions(world).filter((a) => a.parentId === null),
        draw.which,
      )?.id ?? 'nobody',
      { force: draw.yes },
    ),
  cancelCluster: (verbs, world, draw) =>
    verbs.cancelAction(
      demo,
      nth(
        openActions(world).filter((a) => a.action.startsWith('CLUSTER_')),
        draw.which,
      )?.id ?? 'nobody',
      { force: draw.yes },
    ),
} satisfies Record<string, Way>;
