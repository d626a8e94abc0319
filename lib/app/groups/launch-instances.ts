import type { Action } from '../../domain/action/action.ts';
import { batchingOf } from '../../domain/action/batching.ts';
import { Progress } from '../../domain/action/cluster-progress.ts';
import { newNodes } from '../../domain/action/round.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import { unlocked } from '../../domain/cluster/lock.ts';
import { instanceIdOf } from '../../domain/group/instance-id.ts';
import { instancesFor, inUnits, isWeighed, weightOf } from '../../domain/group/units.ts';
import { refused } from '../../domain/kernel/fault.ts';
import { childIds } from '../../domain/kernel/ids.ts';
import { newId, untilCommitted } from '../app.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { counted, wrongSize } from './named-instances.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { resizeInputs } from './size-group.ts';
import { sizesOf } from './work-on.ts';

/** AWS's: instances of one launch. */
const MOST = 100;
/** Launches of a group that are remembered by their tokens. */
const REMEMBERED = 50;

/**
 * Makes a group larger, at once, and says which instances those will be: so it does not wait for its turn, and is refused while somebody else works on the group. Under
 * a token it is done once.
 */
export const launchInstances =
  (app: GroupApp): Grouping['launchInstances'] =>
  async (realm, name, { capacity, zone, token }) => {
    const [living] = await livingGroups(app, realm, [name]);
    if (!living) return groupMissing(name);
    const request = JSON.stringify([capacity, zone ?? null]);
    const launched = await untilCommitted(async () => {
      const [still] = await livingGroups(app, realm, [name]);
      if (!still) return groupMissing(name);
      const { group, cluster } = still;
      const known = token === undefined ? undefined : group.launches?.find((one) => one.token === token);
      if (known) return known.request === request ? { kind: 'ok' as const, actionId: known.actionId } : MISMATCH;
      const weight = weightOf(group.launch);
      const count = instancesFor(capacity, weight);
      if (count > MOST) return refused('group.size', `A launch has ${MOST} instances at most.`);
      const instances = await sizesOf(app, cluster);
      const now = inUnits(instances, group.units, weight);
      if (now.desiredCapacity + capacity > now.maxSize) return wrongSize(name, now, `launch ${counted(count, 'more ')}`);
      const id = newId(app);
      const units = { ...now, desiredCapacity: now.desiredCapacity + capacity };
      const launches = [...(group.launches ?? []), ...(token === undefined ? [] : [{ token, request, actionId: id }])].slice(-REMEMBERED);
      // Whoever is told which instances come is refused while none do.
      const sizes = { ...resizeInputs(instances, { desiredCapacity: instances.desiredCapacity + count }), heeds_suspension: false };
      const filed = await fileAction(app, {
        action: uponCluster(cluster, {
          id,
          user: realm.caller.userId,
          action: 'CLUSTER_RESIZE',
          inputs: { ...sizes, launched: count, ...(zone !== undefined && { zone }) },
        }),
        cluster,
        writes: [{ put: 'group', doc: { ...group, ...(launches.length > 0 && { launches }), ...(isWeighed(weight) && { units }) } }],
      });
      return filed === 'stale' || filed.kind === 'refused' ? filed : { kind: 'ok' as const, actionId: filed.actionId };
    });
    if (launched.kind === 'refused') return launched;
    const action = await app.store.get('action', { project: living.cluster.project, id: launched.actionId });
    return {
      kind: 'ok',
      zone: zone ?? living.group.zones[0] ?? '',
      instanceIds: action ? await launchedBy(app, action, living.cluster) : [],
    };
  };

const MISMATCH = refused('launch.mismatch', 'The client token was used for a request with other parameters.');

/** The instances of a launch, whose ids are known from its beginning: those that it takes from the pool, and those that it makes, batch by batch. */
async function launchedBy({ store }: GroupApp, action: Action, cluster: Cluster): Promise<readonly string[]> {
  const progress = Progress.safeParse(action.state).data;
  if (progress?.phase !== 'working') return [];
  const { at, memo } = progress;
  const { project } = action;
  const warm = Array.isArray(memo.warm) ? memo.warm.length : 0;
  const takers = await store.getMany(
    'action',
    childIds(action.id, 'child-0', 0, warm, at).map((id) => ({ project, id })),
  );
  const taken = await store.getMany(
    'node',
    takers.map(({ target: id }) => ({ project, id })),
  );
  const count = Number(action.inputs.launched) - warm;
  const { size = Math.max(1, count) } = batchingOf(action, cluster);
  const made = Array.from({ length: Math.max(0, Math.ceil(count / size)) }, (_, batch) => {
    const stage = 2 * batch + (warm > 0 ? 1 : 0);
    const some = Math.min(size, count - batch * size);
    const makers = childIds(action.id, `child-${stage}`, 0, some, at);
    return newNodes(action.id, stage, some, at).map((id, i) => instanceIdOf({ id, token: makers[i] ?? null, lock: unlocked }));
  });
  return [...taken.map(instanceIdOf), ...made.flat()];
}
