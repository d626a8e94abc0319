import type { CapacityOwner } from '../../domain/cluster/capacity-owner.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Write } from '../../domain/documents.ts';
import type { Group } from '../../domain/group/group.ts';
import { keptSource } from '../../domain/group/mixed-instances.ts';
import type { Sizes } from '../../domain/group/pending-sizes.ts';
import { inInstances, inUnits, isWeighed, weightOf } from '../../domain/group/units.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { newId, untilCommitted } from '../app.ts';
import { fileAction } from '../engine/file-action.ts';
import { uponCluster } from '../engine/upon-cluster.ts';
import { boundTo } from './bound-to.ts';
import { policiesFor, writesFor } from './create-group.ts';
import { declare, declaredSizes } from './declare-size.ts';
import { findLaunch } from './find-launch.ts';
import type { GroupApp, GroupChange, Grouping, Realm } from './grouping.ts';
import { type Living, livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';
import { resizeInputs } from './size-group.ts';
import { sizesOf } from './work-on.ts';

type Changed = { readonly kind: 'ok'; readonly group: Group; readonly cluster: Cluster; readonly writes: readonly Write[] };

/** Only what is said changes. What new instances are made from holds for new ones, whatever is being done with the group; sizes wait for their turn. */
export const updateGroup =
  (app: GroupApp): Grouping['updateGroup'] =>
  (realm, name, change) =>
    untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      // What AWS says here, and only here; clients match on it.
      if (!living) return groupMissing('null');
      const before = await sizesOf(app, living.cluster);
      const asked = inUnits(before, living.group.units, weightOf(living.group.launch));
      const { sizes: units, owner } = declaredSizes(living.cluster, realm.caller.userId, asked, change);
      if (typeof units === 'string') return refused('group.size', units);
      const changed = await changedGroup(app, realm, living, change);
      if (changed.kind === 'refused') return changed;
      const { group } = changed;
      const { cluster, told, warning } = declaring(app, realm, changed.cluster, change, owner, units);
      const weight = weightOf(group.launch);
      const sizes = inInstances(units, weight);
      const writes: Write[] = [{ put: 'group', doc: isWeighed(weight) ? { ...group, units } : group }, ...changed.writes, ...told];
      if (sameSizes(before, sizes)) {
        const committed = await app.store.commit(cluster === living.cluster ? writes : [...writes, { put: 'cluster', doc: cluster }]);
        return committed === 'stale' ? 'stale' : { kind: 'ok', ...warning };
      }
      const filed = await fileAction(app, {
        action: uponCluster(cluster, {
          id: newId(app),
          user: realm.caller.userId,
          action: 'CLUSTER_RESIZE',
          inputs: resizeInputs(before, sizes),
        }),
        cluster,
        writes,
        patient: true,
      });
      return filed === 'stale' || filed.kind === 'refused' ? filed : { kind: 'ok', ...warning };
    });

function declaring(
  app: GroupApp,
  { caller }: Realm,
  cluster: Cluster,
  { desiredCapacity }: GroupChange,
  owner: CapacityOwner | undefined,
  sizes: Sizes,
) {
  if (desiredCapacity === undefined) return { cluster, told: [], warning: {} };
  const { warning, writes, ...declared } = declare(cluster, caller.userId, desiredCapacity, owner, sizes, app.clock.now());
  return { ...declared, told: writes, warning: warning === undefined ? {} : { warning } };
}

const sameSizes = (a: Sizes, b: Sizes): boolean =>
  a.minSize === b.minSize && a.maxSize === b.maxSize && a.desiredCapacity === b.desiredCapacity;

async function changedGroup(app: GroupApp, realm: Realm, { group, cluster }: Living, change: GroupChange): Promise<Changed | Refusal> {
  const { minSize: _, maxSize: __, desiredCapacity: ___, protectsNew, ...manners } = change;
  const wanted: Group = {
    ...group,
    ...manners,
    launch: keptSource(manners.launch ?? group.launch, group.launch),
    verbatim: { ...group.verbatim, ...manners.verbatim },
  };
  const launched = await launchedBy(app, realm, wanted, cluster, change);
  if (launched.kind === 'refused') return launched;
  const next: Group = { ...wanted, ...launched.group };
  const config = protectsNew === undefined ? cluster.config : { ...cluster.config, 'node.protected_from_scale_in': protectsNew };
  const patched: Cluster = { ...cluster, ...launched.cluster, config };
  const touched = protectsNew !== undefined || launched.cluster.profileId !== undefined;
  if (!behavesOtherwise(group, next)) return { ...launched, group: next, cluster: touched ? patched : cluster };
  return withPolicies(app, realm, next, patched, launched.writes);
}

type Launched = {
  readonly kind: 'ok';
  readonly group: Partial<Group>;
  readonly cluster: Partial<Cluster>;
  readonly writes: readonly Write[];
};

async function launchedBy(
  app: GroupApp,
  realm: Realm,
  next: Group,
  { profileType }: Cluster,
  change: GroupChange,
): Promise<Launched | Refusal> {
  if (!change.launch) return { kind: 'ok', group: {}, cluster: {}, writes: [] };
  const launch = await findLaunch(app, realm, next.launch);
  if (launch.kind === 'refused') return launch;
  if (launch.profile.type !== profileType) {
    return refused(
      'group.profile-type',
      `A group of ${profileType} cannot launch instances of ${launch.profile.type}: make another group.`,
    );
  }
  return { kind: 'ok', group: { launch: launch.source }, cluster: { profileId: launch.profile.id }, writes: launch.writes };
}

const behavesOtherwise = (a: Group, b: Group): boolean =>
  a.healthCheckGracePeriod !== b.healthCheckGracePeriod || String(a.terminationPolicies) !== String(b.terminationPolicies);

/** Policies never change: others take their place. What its users bound to the cluster themselves stays. */
async function withPolicies(app: GroupApp, realm: Realm, group: Group, cluster: Cluster, writes: readonly Write[]): Promise<Changed> {
  const { project, id } = cluster;
  const [old, watch] = await Promise.all([
    app.store.getMany(
      'policy',
      group.policies.map((policyId) => ({ project, id: policyId })),
    ),
    app.store.get('watch', { project, id }),
  ]);
  const policies = policiesFor(app, realm, group);
  const kept = cluster.bindings.filter(({ policyId }) => !group.policies.includes(policyId));
  return {
    kind: 'ok',
    group: { ...group, policies: policies.map((policy) => policy.id) },
    cluster: { ...cluster, bindings: [...kept, ...policies.map((policy) => boundTo(app, policy, cluster.profileType))] },
    writes: [
      ...writes,
      ...policies.flatMap((policy) => writesFor(app, cluster, policy, watch)),
      ...old.map((doc) => ({ remove: 'policy', doc }) as const),
    ],
  };
}
