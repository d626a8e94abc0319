import { drawn } from '../chance.ts';
import { POLICIES } from '../landscape.ts';
import { ALL_DEEDS, DEEDS, type NamedDeed } from './deeds.ts';
import type { Draw } from './draw.ts';

/** Draws numbers for one story, one after the other. */
export type Dice = (n: number) => number;

/** What is drawn about deeds is drawn apart from what befalls them: a story stays the same whatever else is changed about its world. */
const DEEDS_DRAWN = 1_000;

export function diceOf(seed: number): Dice {
  let thrown = 0;
  return (n) => drawn(seed, DEEDS_DRAWN, thrown++) % n;
}

const LONGEST = 14;
const drawWith = (dice: Dice): Draw => ({ which: dice(4), other: dice(10), much: dice(10), yes: dice(2) === 1 });
const one = (dice: Dice, names: readonly string[]): NamedDeed => ({ name: names[dice(names.length)] ?? 'look', draw: drawWith(dice) });
const some = (dice: Dice, names: readonly string[], most = LONGEST): NamedDeed[] =>
  Array.from({ length: 1 + dice(most) }, () => one(dice, names));
const few = (dice: Dice, n: number, most: number): readonly number[] => [...new Set(Array.from({ length: 1 + dice(most) }, () => dice(n)))];

const FIRST: NamedDeed = { name: 'createCluster', draw: { which: 0, other: 0, much: 3, yes: false } };
const attaching = (name: string, much: number, which = 0): NamedDeed => ({ name, draw: { which, other: 9, much, yes: true } });

const OUTSIDE = [...DEEDS, 'trespass', 'look', 'askAgain', 'settleNextDoor'];
const ACCIDENTS = [...DEEDS, 'loseResource', 'loseResource'];
const ROOMY = ['cancelCluster', 'cancel', 'deleteCluster', 'createNode', 'resize', 'recoverCluster', 'deleteNode'];
const SHRINKING = [...OUTSIDE, 'protectNodes', 'protectNodes', 'scaleIn', 'scaleIn', 'scaleIn'];
const TELLING = ['subscribe', 'subscribe', 'pauseEar', 'sendLettersAgain'];
const RINGING = [
  'askAgain',
  'askAgain',
  'makeReceiver',
  'flood',
  'flood',
  'rotateReceiver',
  'deleteReceiver',
  'makeSchedule',
  'makeSchedule',
  'deleteSchedule',
];

const WARMING = ['warmUp', 'warmUp', 'coolDown', 'scaleOut', 'scaleOut', 'scaleIn', 'scaleIn', 'resize', 'deleteCluster'];

const SHARING = ['share', 'share', 'changeShare', 'takeBack', 'visit', 'visit', 'visit', 'visit', 'passOn', 'settleNextDoor'];
const GOING_ON = ['createCluster', 'createNode', 'scaleOut', 'scaleIn', 'deleteCluster', 'cancel'];

const REFRESHING = [
  'refreshGroup',
  'refreshGroup',
  'refreshGroup',
  'steerRefresh',
  'sizeGroup',
  'enterStandby',
  'protectNodes',
  'resumeCluster',
];

const ADDING = [
  'createNode',
  'createNode',
  'createNode',
  'resize',
  'withdrawNodes',
  'scaleIn',
  'scaleOut',
  'deleteNode',
  'deleteNodes',
  'recoverCluster',
  'cancelRoot',
];

const CROWDING = [
  'setQuota',
  'setQuota',
  'setQuota',
  'scaleOut',
  'createNode',
  'addNodes',
  'createCluster',
  'resize',
  'deleteNodes',
  'replaceNodes',
];

/** What happens in one world, first of all a cluster that it can happen to. */
export type Story = (dice: Dice) => readonly NamedDeed[];

export const STORIES = {
  anything: (dice) => [FIRST, ...some(dice, OUTSIDE)],
  accidents: (dice) => [FIRST, ...some(dice, ACCIDENTS)],
  /** Something lies between a node and service. */
  underRules: (dice) => [
    FIRST,
    ...few(dice, 4, 4).map((much) => attaching('attachRule', much)),
    ...some(dice, DEEDS).map((deed, i) => (i % 3 === 2 ? { ...deed, name: 'answerHook' } : deed)),
  ],
  /** Nodes are ill most of the time. */
  inNeed: (dice) => {
    const name = dice(2) === 0 ? 'recoverNodeSomehow' : 'recoverCluster';
    return [FIRST, ...some(dice, ACCIDENTS).map((deed, i) => (i % 2 === 0 ? { ...deed, name } : deed))];
  },
  /** Clusters have policies: they are attached before anything else happens. */
  underPolicies: (dice) => [
    FIRST,
    ...few(dice, POLICIES.length, 5).map((n) => attaching('attachPolicy', n % 7, Math.floor(n / 7))),
    ...some(dice, SHRINKING),
  ],
  /** A cluster of more nodes than one commit holds, and hardly time to fill it. */
  muchToDo: (dice) => [attaching('fillCluster', 9), ...some(dice, ROOMY, 5)],
  /** A cluster that is watched over. */
  watched: (dice) => [attaching('watchOver', dice(3)), ...some(dice, ACCIDENTS)],
  /** Somebody wants to be told. */
  told: (dice) => [FIRST, attaching('subscribe', dice(9)), ...some(dice, [...DEEDS, ...TELLING, ...TELLING])],
  /** Webhooks and schedules ask for things, too. */
  rung: (dice) => [FIRST, one(dice, ['makeReceiver']), ...some(dice, [...DEEDS, ...RINGING, ...RINGING])],
  /** The project is full most of the time, while an administrator thinks again and again about how much it may have. */
  inNeedOfRoom: (dice) => [
    FIRST,
    ...few(dice, POLICIES.length, 3).map((n) => attaching('attachPolicy', n % 7, Math.floor(n / 7))),
    ...some(dice, [...DEEDS, ...CROWDING, ...CROWDING]),
  ],
  /** Somebody next door is given this and that, and uses it, and what they were not given as well. */
  shared: (dice) => [attaching('share', dice(5)), attaching('share', 0), ...some(dice, [...GOING_ON, ...SHARING, ...SHARING])],
  /** The instances of groups are refreshed, while their groups are sized, healed and worked on. */
  refreshed: (dice) => some(dice, [...ACCIDENTS, ...REFRESHING, ...REFRESHING, ...REFRESHING, ...REFRESHING]),
  /** Members are made ahead of need, and go back to where they came from. */
  warmed: (dice) => [FIRST, one(dice, ['warmUp']), ...some(dice, [...ACCIDENTS, ...WARMING, ...WARMING])],
  /** Clusters are asked for nodes one by one, whatever else they are at. */
  oneByOne: (dice) => [FIRST, ...some(dice, [...ACCIDENTS, ...ADDING, ...ADDING, ...ADDING], 20)],
  everything: (dice) => [FIRST, ...some(dice, [...ALL_DEEDS])],
} as const satisfies Record<string, Story>;
