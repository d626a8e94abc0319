import { STORIES, type Story } from './deeds/stories.ts';
import type { Facts } from './facts.ts';
import type { FaultId } from './faults.ts';

/** A kind of world: what it is like, what may go wrong in it beside the usual, and what is done there. */
export type WorldKind = {
  readonly what: string;
  readonly facts: Facts;
  /** Faults that only some worlds bear, because they take away what the others are judged by. */
  readonly more?: readonly FaultId[];
  readonly story: Story;
  /** Of so many schedules one is of this kind; large worlds are slow. */
  readonly weight: number;
};

export const WORLDS = {
  free: { what: 'whatever workers, messages, clouds and users do', facts: {}, story: STORIES.anything, weight: 4 },
  gated: {
    what: 'nodes are held up on their way into and out of service',
    facts: {},
    story: STORIES.underRules,
    weight: 3,
  },
  guarded: {
    what: 'balancers and hooks have stood there all along',
    facts: { grown: true, guarded: true },
    story: STORIES.underRules,
    weight: 2,
  },
  policed: { what: 'clusters have policies', facts: {}, story: STORIES.underPolicies, weight: 3 },
  deaf: { what: 'no message comes before its alarm has rung', facts: { deaf: true }, story: STORIES.anything, weight: 2 },
  late: {
    what: 'clouds do what they were asked long after nobody waits for it, and the sweep runs at any time',
    facts: { late: true },
    more: ['F09'],
    story: STORIES.anything,
    weight: 3,
  },
  lossy: {
    what: 'resources disappear behind its back',
    facts: { lossy: true },
    more: ['F18'],
    story: STORIES.accidents,
    weight: 3,
  },
  ill: {
    what: 'nodes are brought back again and again',
    facts: { lossy: true },
    more: ['F18'],
    story: STORIES.inNeed,
    weight: 3,
  },
  large: {
    what: 'a cluster has more nodes than one commit holds',
    facts: { mostNodes: 200 },
    story: STORIES.muchToDo,
    weight: 0.2,
  },
  watched: {
    what: 'clusters are watched over, and heal once they can',
    facts: { lossy: true, watched: true, grown: true },
    more: ['F18'],
    story: STORIES.watched,
    weight: 1,
  },
  told: {
    what: 'somebody is told of everything',
    facts: { told: true },
    story: STORIES.told,
    weight: 2,
  },
  rung: { what: 'webhooks and schedules ask for things, too', facts: { lingers: 2_400 }, story: STORIES.rung, weight: 2 },
  refreshed: {
    what: 'instances of groups are refreshed, a few at a time',
    facts: { grown: true, grouped: true, lossy: true, lingers: 900 },
    more: ['F18'],
    story: STORIES.refreshed,
    weight: 2,
  },
  restored: {
    what: 'the table is set back by up to ten minutes, and nothing else is',
    facts: { restored: true, late: true, lossy: true },
    more: ['F30', 'F09', 'F18'],
    story: STORIES.anything,
    weight: 2,
  },
  everything: {
    what: 'all of it at once',
    facts: { late: true, lossy: true, told: true, restored: true },
    more: ['F09', 'F18', 'F30'],
    story: STORIES.everything,
    weight: 2,
  },
  archived: {
    what: 'whatever is over is old soon, and goes to an archive that does not always take it',
    facts: { told: true, archived: true, lingers: 1_500 },
    story: STORIES.told,
    weight: 2,
  },
  shared: { what: 'somebody of another project is given what they may use', facts: { grown: true }, story: STORIES.shared, weight: 2 },
  warm: {
    what: 'clusters have members in store, which come and go as they grow and shrink',
    facts: { lossy: true },
    more: ['F18'],
    story: STORIES.warmed,
    weight: 2,
  },
  added: {
    what: 'nodes are asked for one by one, whatever their clusters are at',
    facts: { lossy: true },
    more: ['F18'],
    story: STORIES.oneByOne,
    weight: 2,
  },
  crowded: {
    what: 'there is no room for more, and then there is',
    facts: {
      quotas: { nodes: 9, clusters: 3, actions: 8, nodes_per_cluster: 7, cost_per_hour: 1_300_000 },
      prices: [
        { type: 'fake.node', where: { latency: 7 }, per_hour: 0.25 },
        { type: 'fake.node', per_hour: 0.1 },
      ],
    },
    story: STORIES.inNeedOfRoom,
    weight: 3,
  },
} as const satisfies Record<string, WorldKind>;

export type WorldName = keyof typeof WORLDS;
export const WORLD_NAMES = Object.keys(WORLDS) as readonly WorldName[];
export const worldKind = (name: WorldName): WorldKind => WORLDS[name];
