import fc from 'fast-check';
import type { Clustering } from '../../../lib/app/clustering.ts';
import { PROCESSES } from '../../../lib/domain/cluster/suspension.ts';
import { vanish } from '../../../lib/drivers/fake/cloud.ts';
import type { Deed, World } from '../world.ts';
import { demo } from '../world.ts';
import { POLICIES } from './policies.ts';
import { RULES } from './rules.ts';

/** What a user's request is about: which of what there is then, and how much. */
export type Draw = { readonly which: number; readonly other: number; readonly much: number; readonly yes: boolean };
type Way = (verbs: Clustering, world: World, draw: Draw) => Promise<unknown>;

const nth = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];
const cluster = (world: World, { which }: Draw) => nth(world.store.everything('cluster'), which)?.id ?? 'nobody';
const node = (world: World, { other }: Draw) => nth(world.store.everything('node'), other)?.id ?? 'nobody';
const members = (world: World, draw: Draw) =>
  world.store
    .everything('node')
    .filter((n) => n.clusterId === cluster(world, draw))
    .map((n) => n.id);
const orphans = (world: World) =>
  world.store
    .everything('node')
    .filter((n) => n.clusterId === '')
    .map((n) => n.id);
const bound = (world: World, draw: Draw) => world.store.everything('cluster').find(({ id }) => id === cluster(world, draw))?.bindings ?? [];
const batches = ({ other, which }: Draw) => (other === 7 ? { batchSize: 1 + which, pauseTime: which * 3 } : {});
const ADJUSTMENTS = ['EXACT_CAPACITY', 'CHANGE_IN_CAPACITY', 'CHANGE_IN_PERCENTAGE'] as const;

const CHAINS = [
  'REBOOT REBUILD RECREATE',
  'RECREATE REBOOT',
  'REBUILD RECREATE RECREATE',
  'RECREATE RECREATE',
  'REBOOT REBOOT',
  'WORKFLOW REBOOT',
  'around',
  'around RECREATE',
];
const chainOf = ({ much }: Draw) => (nth(CHAINS, much) ?? '').split(' ').map(wayOf);
const workflow = { workflow_name: 'mend' };
const wayOf = (name: string) =>
  name === 'around'
    ? { name: 'RECREATE', params: { before: workflow, after: workflow } }
    : { name, ...(name === 'WORKFLOW' && { params: workflow }) };

/** Every way a user can stir the service, under the name it has in counterexamples. */
const WAYS: Readonly<Record<string, Way>> = {
  createCluster: (verbs, world, { much, yes }) =>
    verbs.createCluster(demo, {
      name: `web-${world.store.everything('cluster').length}`,
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
  addNodes: (verbs, world, draw) => verbs.addNodes(demo, cluster(world, draw), { nodes: orphans(world).slice(0, 1 + (draw.much % 3)) }),
  deleteNodes: (verbs, world, draw) =>
    verbs.deleteNodes(demo, cluster(world, draw), { nodes: members(world, draw).slice(0, 1 + (draw.much % 3)), destroy: draw.yes }),
  replaceNodes: (verbs, world, draw) =>
    verbs.replaceNodes(demo, cluster(world, draw), {
      nodes: { [nth(members(world, draw), draw.other) ?? 'nobody']: nth(orphans(world), draw.much) ?? 'nobody' },
    }),
  createNode: (verbs, world, draw) =>
    verbs.createNode(demo, {
      name: `lone-${draw.much}`,
      profile: draw.much % 2 ? 'slow' : 'plain',
      ...(draw.yes && { cluster: cluster(world, draw) }),
    }),
  deleteNode: (verbs, world, draw) => verbs.deleteNode(demo, node(world, draw), { force: draw.yes }),
  checkNode: (verbs, world, draw) => verbs.checkNode(demo, node(world, draw), { params: {} }),
  recoverNode: (verbs, world, draw) =>
    verbs.recoverNode(demo, node(world, draw), {
      check: draw.yes,
      operation: nth(['RECREATE', 'REBOOT', 'REBUILD', undefined], draw.much),
    }),
  recoverNodeSomehow: (verbs, world, draw) =>
    verbs.recoverNode(demo, node(world, draw), {
      check: draw.yes,
      actions: chainOf(draw),
      forceRecreate: draw.other % 2 === 0,
      ...(draw.much % 3 === 0 && { deleteTimeout: draw.much * 5 }),
      ...(draw.which === 0 && { fencing: ['COMPUTE'] }),
    }),
  operateNode: (verbs, world, draw) => verbs.operateNode(demo, node(world, draw), { operation: draw.yes ? 'reboot' : 'stop', params: {} }),
  updateNode: (verbs, world, draw) =>
    verbs.updateNode(demo, node(world, draw), { profile: draw.yes ? 'slow' : 'plain', name: `renamed-${draw.much}`, tainted: draw.yes }),
  suspendCluster: (verbs, world, draw) =>
    verbs.suspendCluster(demo, cluster(world, draw), draw.yes ? {} : { processes: [nth(PROCESSES, draw.much) ?? 'Launch'] }),
  resumeCluster: (verbs, world, draw) => verbs.resumeCluster(demo, cluster(world, draw), {}),
  protectNodes: (verbs, world, draw) =>
    verbs.protectNodes(demo, cluster(world, draw), { nodes: members(world, draw).slice(0, 1 + (draw.much % 3)), protect: draw.other < 8 }),
  suspendNode: (verbs, world, draw) => verbs.suspendNode(demo, node(world, draw), {}),
  resumeNode: (verbs, world, draw) => verbs.resumeNode(demo, node(world, draw), {}),
  recoverSuspended: (verbs, world, draw) => verbs.recoverNode({ ...demo, insists: true }, node(world, draw), { check: draw.yes }),
  enterStandby: (verbs, world, draw) =>
    verbs.standByNode(demo, node(world, draw), {
      operation: draw.yes ? 'exit_standby' : 'enter_standby',
      decrement: draw.yes ? undefined : nth([undefined, true, false], draw.other),
    }),
  standByNodes: (verbs, world, draw) =>
    verbs.standByNodes(demo, cluster(world, draw), {
      operation: draw.yes ? 'exit_standby' : 'enter_standby',
      decrement: draw.yes ? undefined : nth([true, false, undefined], draw.other),
      nodes: members(world, draw).slice(0, 1 + (draw.much % 3)),
    }),
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
  detachPolicy: (verbs, world, draw) =>
    verbs.detachPolicy(demo, cluster(world, draw), { policy: nth(bound(world, draw), draw.other)?.policyId ?? 'none' }),
  enablePolicy: (verbs, world, draw) =>
    verbs.updateBinding(demo, cluster(world, draw), { policy: nth(bound(world, draw), draw.other)?.policyId ?? 'none', enabled: draw.yes }),
  cancel: (verbs, world, draw) => verbs.cancelAction(demo, nth(openOf(world), draw.which)?.id ?? 'nobody', { force: draw.yes }),
  cancelRoot: (verbs, world, draw) =>
    verbs.cancelAction(
      demo,
      nth(
        openOf(world).filter((a) => a.parentId === null),
        draw.which,
      )?.id ?? 'nobody',
      { force: draw.yes },
    ),
  cancelCluster: (verbs, world, draw) =>
    verbs.cancelAction(
      demo,
      nth(
        openOf(world).filter((a) => a.action.startsWith('CLUSTER_')),
        draw.which,
      )?.id ?? 'nobody',
      { force: draw.yes },
    ),
};
const openOf = (world: World) => world.actions().filter((a) => a.dueAt !== null);

/** Not a user's: a resource disappears behind everybody's back. */
const loseResource: Way = async (_, world, { which }) => {
  const thing = nth(world.cloud.things, which);
  if (thing) vanish(world.cloud.cloud, thing.physicalId);
};

export const DEEDS = Object.keys(WAYS);

const draw = fc.record({ which: fc.nat(3), other: fc.nat(9), much: fc.nat(9), yes: fc.boolean() });

export type NamedDeed = { readonly name: string; readonly draw: Draw };

/** What users do in one world, first of all a cluster to do it to. `accidents`: and what happens to them. */
export const someDeeds = (accidents = false): fc.Arbitrary<NamedDeed[]> =>
  fc
    .array(fc.record({ name: fc.constantFrom(...Object.keys(WAYS), ...(accidents ? ['loseResource'] : [])), draw }), {
      minLength: 1,
      maxLength: 14,
      size: 'max',
    })
    .map((rest) => [{ name: 'createCluster', draw: { which: 0, other: 0, much: 3, yes: false } }, ...rest]);

/** What users do where something lies between a node and service. */
export const underRules: fc.Arbitrary<NamedDeed[]> = fc
  .tuple(fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 4 }), someDeeds())
  .map(([chosen, [first, ...rest]]) => [
    ...(first ? [first] : []),
    ...chosen.map((much) => ({ name: 'attachRule', draw: { which: 0, other: 9, much, yes: true } })),
    ...rest.map((deed, i) => (i % 3 === 2 ? { ...deed, name: 'answerHook' } : deed)),
  ]);

/** What users do whose nodes are ill most of the time. */
export const inNeed: fc.Arbitrary<NamedDeed[]> = fc
  .tuple(someDeeds(true), fc.constantFrom('recoverNodeSomehow', 'recoverCluster'))
  .map(([[first, ...rest], name]) => [...(first ? [first] : []), ...rest.map((deed, i) => (i % 2 === 0 ? { ...deed, name } : deed))]);

/** What users do where clusters have policies: they are attached before anything else happens. */
export const underPolicies: fc.Arbitrary<NamedDeed[]> = fc
  .tuple(fc.array(fc.nat(POLICIES.length - 1), { minLength: 1, maxLength: 5 }), someDeeds())
  .map(([chosen, [first, ...rest]]) => [
    ...(first ? [first] : []),
    ...chosen.map((much) => ({ name: 'attachPolicy', draw: { which: 0, other: 9, much, yes: true } })),
    ...rest,
  ]);

/** A cluster of more nodes than one commit holds, and hardly time to fill it. */
export const muchToDo: fc.Arbitrary<NamedDeed[]> = fc
  .array(
    fc.record({
      name: fc.constantFrom('cancelCluster', 'cancel', 'deleteCluster', 'createNode', 'resize', 'recoverCluster', 'deleteNode'),
      draw,
    }),
    {
      maxLength: 5,
      size: 'max',
    },
  )
  .map((rest) => [{ name: 'fillCluster', draw: { which: 0, other: 0, much: 9, yes: true } }, ...rest]);

export const deedOf =
  ({ name, draw: drawn }: NamedDeed): Deed =>
  async (verbs, world) => {
    world.note(`somebody wants to ${name} ${JSON.stringify(drawn)}`);
    await (WAYS[name] ?? loseResource)(verbs, world, drawn);
  };
