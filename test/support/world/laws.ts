import { type Action, isFinal, isOpen } from '../../../lib/domain/action/action.ts';
import { evaluate } from '../../../lib/domain/cluster/evaluate.ts';
import type { Lock } from '../../../lib/domain/cluster/lock.ts';
import type { Documents, Kind, Write } from '../../../lib/domain/documents.ts';
import { CLUSTER_HEALTH, NODE_HEALTH } from '../../../lib/domain/health/tell-health.ts';
import { shortId } from '../../../lib/domain/kernel/ids.ts';
import { decisionsIn } from '../../../lib/domain/policy/decisions.ts';
import type { World } from '../world.ts';

/** Who broke a law, one line each. */
type Offenders = readonly string[];

const isAction = (kind: Kind, doc: unknown): doc is Action => kind === 'action' && doc !== undefined;
const SIZED = new Set(['CLUSTER_CREATE', 'CLUSTER_SCALE_OUT', 'CLUSTER_SCALE_IN', 'CLUSTER_RESIZE']);

/** What holds of every single write. */
export const WRITE_LAWS: Readonly<
  Record<string, (write: Exclude<Write, { check: Kind }>, before: Documents[Kind] | undefined, world: World) => boolean>
> = {
  'an action never leaves CANCELLED, FAILED or SUCCEEDED again': (write, before) =>
    !('put' in write && isAction(write.put, before) && isFinal(before.status)) || (write.doc as Action).status === before.status,
  'an ended action is never written again': (write, before) => !('put' in write && isAction(write.put, before)) || isOpen(before),
  'an open action has an alarm, and an ended one is final': (write) =>
    !('put' in write && write.put === 'action') ||
    (write.doc.dueAt === null ? isFinal(write.doc.status) : !isFinal(write.doc.status) || write.doc.signal === 'cancel'),
  'no more nodes are worked on at once than a batch holds': (write, _, world) =>
    !('put' in write && write.put === 'action' && write.doc.parentId !== null && isOpen(write.doc)) || isWithinBatch(write.doc, world),
  'never two exclusive holders, and never exclusive with shared': (write) =>
    !('put' in write && (write.put === 'node' || write.put === 'cluster')) || isSound(write.doc.lock),
  'a SUCCEEDED create, scale or resize has exactly the number of members that was asked for': (write, _, world) =>
    !('put' in write && write.put === 'action' && write.doc.status === 'SUCCEEDED' && SIZED.has(write.doc.action)) ||
    world.isSized(write.doc),
};

/** Of the batches that were decided on or asked for, whichever holds: a request's word counts for most. */
function isWithinBatch({ parentId }: Action, world: World): boolean {
  const parent = world.action(parentId ?? '');
  if (!parent) return true;
  const { update, batch } = decisionsIn(parent.data);
  const asked = parent.inputs.batch_size;
  const size = typeof asked === 'number' ? asked : (batch?.size ?? Math.max(...(update?.plan ?? []).map((set) => set.length)));
  const siblings = world.actions().filter((a) => a.parentId === parentId && isOpen(a));
  return parent.action === 'CLUSTER_RECOVER' || size <= 0 || siblings.length <= size;
}

const isSound = ({ scope, holders, queue }: Lock): boolean => {
  const everyone = [...holders, ...queue.map(({ actionId }) => actionId)];
  return (
    (scope === 'shared' || holders.length <= 1) && new Set(everyone).size === everyone.length && (holders.length > 0 || queue.length === 0)
  );
};

export const brokenByWriting = (write: Exclude<Write, { check: Kind }>, before: Documents[Kind] | undefined, world: World): Offenders =>
  Object.entries(WRITE_LAWS).flatMap(([law, holds]) => (holds(write, before, world) ? [] : [`${law}: ${JSON.stringify(write.doc)}`]));

/** INIT is not among them: a node whose creation was cancelled before its turn was never begun. */
const TRANSIENT = new Set(['CREATING', 'UPDATING', 'DELETING', 'RECOVERING', 'OPERATING']);

/** What holds once nobody has anything left to do. */
export const SETTLED_LAWS: Readonly<Record<string, (world: World) => Offenders>> = {
  'no lock is held or waited for by an action that has ended': ({ store }) =>
    [...store.everything('cluster'), ...store.everything('node')]
      .filter(({ lock }) => lock.holders.length + lock.queue.length > 0)
      .map(({ name, lock }) => `${name} ${JSON.stringify(lock)}`),

  'no resource is in the cloud without a live node that remembers it': (world) =>
    world.cloud.things
      .filter((thing) => {
        const node = world.node(thing.owner?.nodeId ?? '');
        return !node || (node.token !== thing.token && node.physicalId !== thing.physicalId);
      })
      .map((thing) => `${thing.physicalId} of ${world.call(thing.owner?.nodeId ?? '')}`),

  'never two resources for one node': ({ cloud }) => {
    const owners = cloud.things.map(({ owner }) => owner?.nodeId ?? '');
    return owners.filter((id, i) => owners.indexOf(id) !== i);
  },

  'what an action made that did not succeed is gone, or it says that it is not': ({ cloud, past, node }) =>
    [...past.values()]
      .filter(({ id, target }) => cloud.things.some(({ token }) => token === id) && node(target)?.physicalId === null)
      .filter(({ statusReason }) => !statusReason.includes('could not be removed yet'))
      .map(({ action, targetName, statusReason }) => `${action} ${targetName}: ${statusReason}`),

  'an ACTIVE node has its resource': ({ store, cloud }) =>
    store
      .everything('node')
      .filter(
        (node) =>
          node.status === 'ACTIVE' && !cloud.things.some((thing) => thing.token === node.token && thing.physicalId === node.physicalId),
      )
      .map((node) => `${node.name} ${node.physicalId}`),

  'no workflow runs for an action that has ended, or it says that it may': ({ neighbours, past }) =>
    [...neighbours.runs.values()]
      .map((id) => past.get(id))
      .filter((action) => action && !isOpen(action) && !action.statusReason.includes('could not be removed yet'))
      .map((action) => `${action?.action} ${action?.id} ${action?.statusReason}`),

  'a balancer has no member that is not a member of its cluster, and none that does not know': ({ neighbours, node, past }) =>
    [...neighbours.members].filter((key) => {
      const [clusterId = '', nodeId = ''] = key.split(' ');
      const member = node(nodeId);
      // Who deletes by force wants the node gone though its balancer refuse; the deletion says what it has left there.
      const isSaid = (a: Action) => a.target === nodeId && a.inputs.force === true && a.data.left_in_load_balancer !== undefined;
      if (!member && [...past.values()].some(isSaid)) return false;
      return !member || member.clusterId !== clusterId || member.data.lb_member === undefined;
    }),

  'who takes itself for a member of a balancer is one': ({ neighbours, store }) =>
    store
      .everything('node')
      // Where nobody knows, it says so, and the next check makes sure.
      .filter(
        ({ id, clusterId, data, status }) =>
          status !== 'WARNING' && data.lb_member !== undefined && !neighbours.members.has(`${clusterId} ${id}`),
      )
      .map(({ name, status }) => `${name} ${status}`),

  'a member list and the nodes agree': ({ store }) => {
    const lists = store.everything('cluster').map((cluster) => `${cluster.id}: ${[...cluster.nodes].sort().join(' ')}`);
    const nodes = store.everything('node').filter((node) => node.clusterId !== '');
    const owned = store.everything('cluster').map(
      ({ id }) =>
        `${id}: ${nodes
          .filter((n) => n.clusterId === id)
          .map((n) => n.id)
          .sort()
          .join(' ')}`,
    );
    const lost = nodes
      .filter((node) => !store.everything('cluster').some(({ id }) => id === node.clusterId))
      .map((n) => `${n.name} of nobody`);
    return [...lists.filter((list, i) => list !== owned[i]).map((list, i) => `listed ${list}, members ${owned[i]}`), ...lost];
  },

  'a cluster knows which of its members are not counted': ({ store }) =>
    store.everything('cluster').flatMap(({ id, name, nodes, aside = [] }) => {
      const known = nodes.filter((one) => aside.includes(one)).sort();
      const are = store.everything('node').filter((node) => node.clusterId === id && node.standby?.aside === true);
      const theirs = are.map((node) => node.id).sort();
      return known.join() === theirs.join() ? [] : [`${name} knows ${known.join(' ')}, and there are ${theirs.join(' ')}`];
    }),

  'a cluster is what its members make it': (world) =>
    world.store.everything('cluster').flatMap((cluster) => {
      const members = world.store.everything('node').filter((node) => node.clusterId === cluster.id);
      const verdict = evaluate('', cluster, members).status;
      const warned = cluster.status === 'WARNING' && verdict === 'ACTIVE' && members.some(({ status }) => status === 'ERROR');
      return verdict === cluster.status || warned ? [] : [`${cluster.name} is ${cluster.status} (${cluster.statusReason}), not ${verdict}`];
    }),

  'no node is left half-way': ({ store }) =>
    store
      .everything('node')
      .filter((node) => TRANSIENT.has(node.status) || node.was !== null)
      .map((node) => `${node.name} ${node.status} ${JSON.stringify(node.was)}`),

  'what is told of an object is numbered from one, without gap or repeat, and each knows the one before': ({ store }) => {
    const byObject = new Map<string, Documents['event'][]>();
    for (const event of store.everything('event'))
      if (event.sequence !== undefined) byObject.set(event.objectId, [...(byObject.get(event.objectId) ?? []), event]);
    return [...byObject].flatMap(([objectId, some]) => {
      const told = some.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
      const isChain = told.every((event, i) => event.sequence === i + 1 && event.previous === told[i - 1]?.id);
      return isChain ? [] : [`${objectId}: ${told.map(({ sequence }) => sequence)}`];
    });
  },

  'exactly one end is told of every action a user asked for, one start of each that began, and nothing of the others': ({
    store,
    past,
  }) => {
    const events = store.everything('event').filter(({ type = '' }) => type.startsWith('action-') || type === 'policy-refused');
    const roots = [...past.values()].filter(({ parentId }) => parentId === null);
    const key = (objectId: string, what: string) => `${objectId} ${what}`;
    const operation = (a: Action) => (a.action.endsWith('_OPERATION') ? String(a.inputs.operation) : a.action);
    const ends = events
      .filter(({ status, action }) => status !== 'start' && action !== CLUSTER_HEALTH && action !== NODE_HEALTH)
      .map((e) => key(e.objectId, e.action));
    const ended = roots.map((a) => key(a.target, operation(a)));
    const starts = events.filter(({ status }) => status === 'start').map((e) => key(e.objectId, e.statusReason));
    const started = roots.filter(({ startedAt }) => startedAt !== null).map((a) => key(a.target, shortId(a.id)));
    const differ = (said: readonly string[], done: readonly string[]) => [...said].sort().join('|') !== [...done].sort().join('|');
    return [...(differ(ends, ended) ? [`ends ${ends}, ended ${ended}`] : []), ...(differ(starts, started) ? [`starts`] : [])];
  },
};

/** Resources that nobody remembers before the sweep has been, and that nobody said they had left to it either. */
export const unexpectedIn = (world: World): Offenders => {
  const forsaken = world.forsaken();
  return world.cloud.things
    .filter(({ owner }) => !forsaken.includes(owner?.nodeId ?? ''))
    .filter(({ owner, token, physicalId }) => {
      const node = world.node(owner?.nodeId ?? '');
      return !node || (node.token !== token && node.physicalId !== physicalId);
    })
    .map(({ physicalId, owner }) => `nothing is left to the sweep unsaid: ${physicalId} of ${world.call(owner?.nodeId ?? '')}`);
};

/** Every law that was broken, with its offenders. */
export const brokenIn = (world: World, except: readonly string[] = []): Offenders => [
  ...world.broken,
  ...Object.entries(SETTLED_LAWS).flatMap(([law, offenders]) =>
    except.includes(law) ? [] : offenders(world).map((who) => `${law}: ${who}`),
  ),
];
