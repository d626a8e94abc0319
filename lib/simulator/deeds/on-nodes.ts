import { demo } from '../tenants.ts';
import { chainOf } from './chains.ts';
import { cluster, node, nth, type Way } from './draw.ts';

/** What users ask for of single nodes. */
export const ON_NODES = {
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
  suspendNode: (verbs, world, draw) => verbs.suspendNode(demo, node(world, draw), {}),
  resumeNode: (verbs, world, draw) => verbs.resumeNode(demo, node(world, draw), {}),
  recoverSuspended: (verbs, world, draw) => verbs.recoverNode({ ...demo, insists: true }, node(world, draw), { check: draw.yes }),
  enterStandby: (verbs, world, draw) =>
    verbs.standByNode(demo, node(world, draw), {
      operation: draw.yes ? 'exit_standby' : 'enter_standby',
      decrement: draw.yes ? undefined : nth([undefined, true, false], draw.other),
    }),
} satisfies Record<string, Way>;
