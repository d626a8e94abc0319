import { type Action, isOpen } from '../../domain/action/action.ts';
import { evaluate } from '../../domain/cluster/evaluate.ts';
import type { World } from '../world.ts';
import type { Offenders, RestLaw } from './law.ts';

/** INIT is not among them: a node whose creation was cancelled before its turn was never begun. */
const TRANSIENT = new Set(['CREATING', 'UPDATING', 'DELETING', 'RECOVERING', 'OPERATING']);
const SAID = 'could not be removed yet';
/** How long after its deadline an action may be undoing what it did, and what there is beside. */
const GRACE = 2 * 3_600_000;

export const resourcesOfNobody = (world: World): Offenders =>
  world.cloud.things
    .filter(({ owner, token, physicalId }) => {
      const node = world.ledger.node(owner?.nodeId ?? '');
      return !node || (node.token !== token && node.physicalId !== physicalId);
    })
    .map(({ physicalId, owner }) => `${physicalId} of ${world.call(owner?.nodeId ?? '')}`);

/** What holds of clusters, nodes, actions and resources once nobody has anything left to do. */
export const REST_LAWS: readonly RestLaw[] = [
  { id: 'I1', says: 'no resource is in the cloud without a live node that remembers it', offenders: resourcesOfNobody },
  {
    id: 'I1',
    says: 'what an action made that did not succeed is gone, or it says that it is not',
    excused: ({ late, restored }) => Boolean(late || restored),
    offenders: ({ cloud, ledger }) =>
      [...ledger.past.values()]
        .filter(({ id, target }) => cloud.things.some(({ token }) => token === id) && ledger.node(target)?.physicalId === null)
        // Who was ahead of time undid what another was still about to make: their clocks disagreed by more than a lease lasts. The node remembers it by its token.
        .filter(({ id }) => !ledger.robbed.has(id))
        // One that succeeded may have been told since that there is no such thing: the node remembers it by its token, and whoever mends it asks it to go.
        .filter(({ status, statusReason }) => status !== 'SUCCEEDED' && !statusReason.includes(SAID))
        .map(({ action, targetName, statusReason }) => `${action} ${targetName}: ${statusReason}`),
  },
  {
    id: 'I2',
    says: 'never two resources for one node',
    offenders: ({ cloud }) => {
      const owners = cloud.things.map(({ owner }) => owner?.nodeId ?? '');
      return owners.filter((id, i) => owners.indexOf(id) !== i);
    },
  },
  {
    id: 'I3',
    says: 'an ACTIVE node has its resource',
    // What comes late, vanishes, or was before the table was set back, only the next look can tell.
    excused: ({ late, lossy, restored }) => Boolean(late || lossy || restored),
    offenders: ({ store, cloud }) =>
      store
        .everything('node')
        .filter(({ status, token, physicalId }) => {
          const isIts = (thing: (typeof cloud.things)[number]) => thing.token === token && thing.physicalId === physicalId;
          return status === 'ACTIVE' && !cloud.things.some(isIts);
        })
        .map((node) => `${node.name} ${node.physicalId}`),
  },
  {
    id: 'I5',
    says: 'no lock is held or waited for by an action that has ended',
    offenders: ({ store }) =>
      [...store.everything('cluster'), ...store.everything('node')]
        .filter(({ lock }) => lock.holders.length + lock.queue.length > 0)
        .map(({ name, lock }) => `${name} ${JSON.stringify(lock)}`),
  },
  {
    id: 'I6',
    says: 'an action ends by its deadline, but for what it has to undo and for what befalls the service itself',
    offenders: ({ ledger, turns }) =>
      [...ledger.past.values()].flatMap(({ id, action, parentId, deadline, timeout }) => {
        const ended = ledger.times.get(id)?.ended;
        const promised = deadline ?? (ledger.times.get(id)?.began ?? 0) + timeout * 1000;
        // Nobody ends what nobody looks at.
        const latest = Math.max(promised, turns.hours.calmSince ?? 0, turns.hours.silentUntil ?? 0) + GRACE;
        return parentId !== null || ended === undefined || ended <= latest
          ? []
          : [`${action} ${id} ended ${(ended - latest) / 1000} s late`];
      }),
  },
  {
    id: 'I10',
    says: 'no workflow runs for an action that has ended, or it says that it may',
    excused: ({ restored }) => Boolean(restored),
    offenders: ({ workshop, store, ledger }) =>
      workshop.running
        .map((name) => store.everything('execution').find(({ id }) => id === name))
        .map((run) => ledger.past.get(run?.caller.id ?? ''))
        .filter((action): action is Action => action !== undefined && !isOpen(action) && !action.statusReason.includes(SAID))
        .map(({ action, id, statusReason }) => `${action} ${id} ${statusReason}`),
  },
  {
    id: 'I1',
    says: 'a balancer has no member that is not a member of its cluster, and none that does not know',
    excused: ({ restored }) => Boolean(restored),
    offenders: ({ neighbours, ledger, store }) => {
      const listed = new Set(store.everything('orphan').flatMap(({ reason, mark }) => (reason === 'left-behind' ? [mark.nodeId] : [])));
      return [...neighbours.members].filter((key) => {
        const [clusterId = '', nodeId = ''] = key.split(' ');
        const member = ledger.node(nodeId);
        // Who deletes by force, be it a whole cluster, wants the node gone though its balancer refuse: what is left there is listed.
        const isForced = ({ inputs, parentId }: Action) => inputs.force === true || ledger.past.get(parentId ?? '')?.inputs.force === true;
        if (!member && listed.has(nodeId) && [...ledger.past.values()].some((a) => a.target === nodeId && isForced(a))) return false;
        return !member || member.clusterId !== clusterId || member.data.lb_member === undefined;
      });
    },
  },
  {
    id: 'I3',
    says: 'who takes itself for a member of a balancer is one',
    excused: ({ restored }) => Boolean(restored),
    offenders: ({ neighbours, store }) =>
      store
        .everything('node')
        // Where nobody knows, it says so, and the next check makes sure.
        .filter(
          ({ id, clusterId, data, status }) =>
            status !== 'WARNING' && data.lb_member !== undefined && !neighbours.members.has(`${clusterId} ${id}`),
        )
        .map(({ name, status }) => `${name} ${status}`),
  },
  {
    id: 'I3',
    says: 'a member list and the nodes agree',
    offenders: ({ store }) => {
      const nodes = store.everything('node').filter((node) => node.clusterId !== '');
      const clusters = store.everything('cluster');
      const differ = clusters.flatMap(({ id, nodes: listed }) => {
        const owned = nodes.filter((node) => node.clusterId === id).map((node) => node.id);
        return [...listed].sort().join() === owned.sort().join() ? [] : [`listed ${listed}, members ${owned}`];
      });
      const lost = nodes.filter((node) => !clusters.some(({ id }) => id === node.clusterId)).map((n) => `${n.name} of nobody`);
      return [...differ, ...lost];
    },
  },
  {
    id: 'I3',
    says: 'a cluster is what its members make it',
    offenders: ({ store }) =>
      store.everything('cluster').flatMap((cluster) => {
        const members = store.everything('node').filter((node) => node.clusterId === cluster.id);
        const verdict = evaluate('', cluster, members).status;
        const warned = cluster.status === 'WARNING' && verdict === 'ACTIVE' && members.some(({ status }) => status === 'ERROR');
        return verdict === cluster.status || warned
          ? []
          : [`${cluster.name} is ${cluster.status} (${cluster.statusReason}), not ${verdict}`];
      }),
  },
  {
    id: 'I7',
    says: 'no node is left half-way',
    offenders: ({ store }) =>
      store
        .everything('node')
        .filter((node) => TRANSIENT.has(node.status) || node.was !== null)
        .map((node) => `${node.name} ${node.status} ${JSON.stringify(node.was)}`),
  },
  {
    id: 'I3',
    says: 'members of a cluster that is watched over are well, or it says why not',
    excused: ({ watched }) => !watched,
    offenders: ({ store, cloud }) =>
      store.everything('watch').flatMap((watch) => {
        const cluster = store.everything('cluster').find(({ id }) => id === watch.id);
        if (!cluster || !watch.enabled || cluster.suspended) return [];
        return store
          .everything('node')
          .filter((node) => node.clusterId === watch.id && !node.suspended && !node.standby)
          .filter((node) => node.status !== 'ACTIVE' || !cloud.things.some(({ physicalId }) => physicalId === node.physicalId))
          .map((node) => `${node.name} is ${node.status} (${node.statusReason}), ${JSON.stringify(watch.breaker)}`);
      }),
  },
  {
    id: 'I24',
    says: 'nothing of a cluster that is gone is left, but what was told of it',
    offenders: ({ store }) => {
      const there = new Set(store.everything('cluster').map(({ id }) => id));
      const watches = store.everything('watch').flatMap(({ id }) => (there.has(id) ? [] : [`the watch of ${id}`]));
      const receivers = store
        .everything('receiver')
        .flatMap(({ name, clusterId }) => (clusterId === null || there.has(clusterId) ? [] : [`receiver ${name} of ${clusterId}`]));
      return [...watches, ...receivers];
    },
  },
];
