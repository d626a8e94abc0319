import { fileClusterAction } from '../../app/clusters/file-cluster-action.ts';
import { withdrawal } from '../../app/groups/withdrawal.ts';
import { PROCESSES } from '../../domain/cluster/suspension.ts';
import { demo } from '../tenants.ts';
import { chainOf } from './chains.ts';
import { batches, cluster, clusters, members, nth, orphans, some, type Way } from './draw.ts';

const ADJUSTMENTS = ['EXACT_CAPACITY', 'CHANGE_IN_CAPACITY', 'CHANGE_IN_PERCENTAGE'] as const;

/** What users ask for of clusters and their members, under the names it has in counterexamples. */
export const ON_CLUSTERS = {
  createCluster: (verbs, world, { much, yes }) =>
    verbs.createCluster(demo, {
      name: `web-${clusters(world).length}`,
      profile: yes ? 'slow' : 'plain',
      desiredCapacity: much % 5,
      timeout: yes && much > 5 ? 60 : undefined,
      config: { 'node.name.format': 'node-$I', ...(much % 3 === 0 && { 'cluster.stop_node_before_delete': true }) },
    }),
  fillCluster: (verbs, _, { much }) =>
    verbs.createCluster(demo, {
      name: 'grove',
      profile: 'plain',
      desiredCapacity: 40 + much * 8,
      config: { 'node.name.format': 'node-$I' },
    }),
  scaleOut: (verbs, world, draw) => verbs.scaleOut(demo, cluster(world, draw), { count: draw.much % 4, ...batches(draw) }),
  scaleIn: (verbs, world, draw) => verbs.scaleIn(demo, cluster(world, draw), { count: draw.much % 4, ...batches(draw) }),
  resize: (verbs, world, draw) =>
    verbs.resizeCluster(demo, cluster(world, draw), {
      adjustmentType: nth(ADJUSTMENTS, draw.other),
      number: draw.yes ? draw.much : draw.much - 4,
      strict: draw.yes,
      ...batches(draw),
      ...(draw.much === 3 && { minSize: 1, maxSize: 6 }),
    }),
  deleteCluster: (verbs, world, draw) => verbs.deleteCluster(demo, cluster(world, draw), { force: draw.yes }),
  checkCluster: (verbs, world, draw) =>
    verbs.checkCluster(demo, cluster(world, draw), { params: draw.yes ? { delete_check_action: true } : {} }),
  recoverCluster: (verbs, world, draw) =>
    verbs.recoverCluster(demo, cluster(world, draw), {
      check: draw.yes,
      checkCapacity: draw.much % 2 === 0,
      ...(draw.much % 3 === 0 ? { operation: 'REBOOT' } : draw.much % 3 === 1 ? { actions: chainOf(draw) } : {}),
    }),
  updateCluster: (verbs, world, draw) =>
    verbs.updateCluster(demo, cluster(world, draw), {
      profile: draw.yes ? 'slow' : 'plain',
      metadata: { much: draw.much },
      profileOnly: draw.much === 0,
      ...batches(draw),
    }),
  operateCluster: (verbs, world, draw) =>
    verbs.operateCluster(demo, cluster(world, draw), { operation: 'reboot', params: {}, filters: {} }),
  addNodes: (verbs, world, draw) => verbs.addNodes(demo, cluster(world, draw), { nodes: some(orphans(world), draw) }),
  deleteNodes: (verbs, world, draw) =>
    verbs.deleteNodes(demo, cluster(world, draw), { nodes: some(members(world, draw), draw), destroy: draw.yes }),
  replaceNodes: (verbs, world, draw) =>
    verbs.replaceNodes(demo, cluster(world, draw), {
      nodes: { [nth(members(world, draw), draw.other) ?? 'nobody']: nth(orphans(world), draw.much) ?? 'nobody' },
    }),
  renewNodes: (_, world, draw, app) =>
    fileClusterAction(app, demo, cluster(world, draw), () => ({
      kind: 'file',
      action: 'CLUSTER_REPLACE_NODES',
      inputs: { nodes: some(members(world, draw), draw), launch_first: draw.yes, ...(draw.other === 5 && { let_go: true }) },
      patient: true,
    })),
  withdrawNodes: (_, world, draw, app) =>
    fileClusterAction(app, demo, cluster(world, draw), (found) =>
      withdrawal(found, some(members(world, draw), draw).slice(0, found.desiredCapacity), { isDeleted: draw.yes, standBy: draw.other > 3 }),
    ),
  suspendCluster: (verbs, world, draw) =>
    verbs.suspendCluster(demo, cluster(world, draw), draw.yes ? {} : { processes: [nth(PROCESSES, draw.much) ?? 'Launch'] }),
  resumeCluster: (verbs, world, draw) => verbs.resumeCluster(demo, cluster(world, draw), {}),
  protectNodes: (verbs, world, draw) =>
    verbs.protectNodes(demo, cluster(world, draw), { nodes: some(members(world, draw), draw), protect: draw.other < 8 }),
  standByNodes: (verbs, world, draw) =>
    verbs.standByNodes(demo, cluster(world, draw), {
      operation: draw.yes ? 'exit_standby' : 'enter_standby',
      decrement: draw.yes ? undefined : nth([true, false, undefined], draw.other),
      nodes: some(members(world, draw), draw),
    }),
} satisfies Record<string, Way>;
