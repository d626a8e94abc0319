import type { Clustering } from '../../app/clustering.ts';
import type { Documents, Kind } from '../../domain/documents.ts';
import { after, instant, seconds } from '../../domain/kernel/time.ts';
import { ACCESSES } from '../../domain/permission/access.ts';
import type { Grantable, Grantee } from '../../domain/permission/grant.ts';
import type { Beginning } from '../gifts.ts';
import { POLICIES } from '../landscape.ts';
import { demo, idNamed, neighbour } from '../tenants.ts';
import type { World } from '../world.ts';
import { cluster, type Draw, members, node, nth, openActions, type Way } from './draw.ts';

/** Each of them is who lives next door. */
const GRANTEES: readonly Grantee[] = [
  { type: 'project', id: neighbour.projectId },
  { type: 'user', id: neighbour.userId },
  { type: 'role', id: 'member', project: neighbour.projectId },
];

const OBJECTS: readonly ((world: World, draw: Draw) => readonly [Grantable, string])[] = [
  (world, draw) => ['cluster', cluster(world, draw)],
  (world, draw) => ['cluster', cluster(world, draw)],
  (world, draw) => ['node', node(world, draw)],
  (_, { other }) => ['policy', nth(POLICIES, other)?.id ?? 'none'],
  () => ['profile', idNamed('slow')],
];

const ALL = { sort: [], filters: {}, globalProject: false, shared: true };

type Visit = (verbs: Clustering, world: World, draw: Draw) => Promise<object>;

/** What somebody does with what they may or may not have been given: they name it as if they had. */
const VISITS: readonly Visit[] = [
  (verbs, world, draw) => verbs.showCluster(neighbour, cluster(world, draw)),
  (verbs, world, draw) => verbs.showNode(neighbour, node(world, draw), { details: true }),
  (verbs) => verbs.listClusters(neighbour, ALL),
  (verbs) => verbs.listNodes(neighbour, ALL),
  (verbs) => verbs.listActions(neighbour, ALL),
  (verbs) => verbs.listEvents(neighbour, ALL),
  (verbs) => verbs.listProfiles(neighbour, ALL),
  (verbs, world, draw) => verbs.showAction(neighbour, nth(world.actions(), draw.other)?.id ?? 'none'),
  (verbs, world, draw) => verbs.scaleOut(neighbour, cluster(world, draw), { count: 1 }),
  (verbs, world, draw) => verbs.scaleIn(neighbour, cluster(world, draw), { count: 1 }),
  (verbs, world, draw) => verbs.checkNode(neighbour, node(world, draw), { params: {} }),
  (verbs, world, draw) => verbs.updateNode(neighbour, node(world, draw), { name: `visited-${draw.other}` }),
  (verbs, world, draw) => verbs.deleteNode(neighbour, node(world, draw), { force: draw.yes }),
  (verbs, world, draw) =>
    verbs.deleteNodes(neighbour, cluster(world, draw), { nodes: members(world, draw).slice(0, 1), destroy: draw.yes }),
  (verbs, world, draw) => verbs.cancelAction(neighbour, nth(openActions(world), draw.other)?.id ?? 'nobody', { force: draw.yes }),
  (verbs, world, draw) => verbs.createNode(neighbour, { name: 'guest', profile: idNamed('slow'), cluster: cluster(world, draw) }),
  (verbs) => verbs.createCluster(neighbour, { name: 'theirs', profile: idNamed('slow'), desiredCapacity: 1 }),
  (verbs, _, draw) => verbs.attachPolicy(neighbour, 'theirs', { policy: nth(POLICIES, draw.other)?.id ?? 'none', enabled: true }),
];

/** What is shared with somebody else, taken back, and what they do with it. */
export const ON_SHARES = {
  share: (verbs, world, draw) => {
    const [objectKind, object] = (nth(OBJECTS, draw.much) ?? (() => ['cluster', 'none'] as const))(world, draw);
    return verbs.createGrant(demo, {
      objectKind,
      object,
      grantee: nth(GRANTEES, draw.which) ?? { type: 'project', id: neighbour.projectId },
      access: nth(ACCESSES, Number(draw.yes)) ?? 'read-only',
      ...(draw.other % 3 === 0 && { expiresAt: after(world.now, seconds(60 * (1 + draw.much))) }),
    });
  },
  changeShare: (verbs, world, draw) =>
    verbs.updateGrant(demo, grant(world, draw), {
      access: nth(ACCESSES, Number(draw.yes)),
      ...(draw.much === 9 && { expiresAt: instant(world.now + 1) }),
    }),
  takeBack: (verbs, world, draw) => verbs.deleteGrant(demo, grant(world, draw)),
  /** Whatever they are told of was given to them; what they write is held to the same where it is written. */
  visit: async (verbs, world, draw, _, since) => {
    const answer = await (nth(VISITS, draw.much + 10 * Number(draw.yes)) ?? (async () => ({})))(verbs, world, draw);
    for (const doc of toldOf(answer)) hold(world, doc, since);
  },
  /** What was given to somebody is not theirs to give. */
  passOn: async (verbs, world, draw) => {
    const [objectKind, object] = (nth(OBJECTS, draw.much) ?? (() => ['cluster', 'none'] as const))(world, draw);
    const { kind } = await verbs.createGrant(neighbour, {
      objectKind,
      object,
      grantee: { type: 'project', id: 'third' },
      access: 'read-only',
    });
    if (kind !== 'refused') world.break('I9', `the ${objectKind} of another was passed on`);
  },
} satisfies Record<string, Way>;

const grant = ({ store }: World, { which }: Draw): string => nth(store.everything('grant'), which)?.id ?? 'none';

function hold(world: World, doc: Documents[Kind], since: Beginning): void {
  if (!world.gifts.covers(doc, 'read-only', since)) world.break('I9', `somebody next door is told of ${JSON.stringify(doc).slice(0, 200)}`);
}

/** The documents of others in an answer, wherever they stand in it. What is a grant of theirs they may know. */
function toldOf(answer: unknown): readonly Documents[Kind][] {
  if (typeof answer !== 'object' || answer === null) return [];
  const isDoc = 'project' in answer && 'id' in answer && !('grantee' in answer);
  const isOthers = isDoc && answer.project !== neighbour.projectId;
  return [...(isOthers ? [answer as Documents[Kind]] : []), ...Object.values(answer).flatMap(toldOf)];
}
