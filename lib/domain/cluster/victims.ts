import { bornAt, mix } from '../kernel/ids.ts';
import { isSpared, type Node } from './node.ts';

export type Candidate = Pick<
  Node,
  'id' | 'status' | 'tainted' | 'createdAt' | 'profileId' | 'index' | 'protected' | 'suspended' | 'standby' | 'added'
>;

export const CRITERIA = ['OLDEST_FIRST', 'OLDEST_PROFILE_FIRST', 'YOUNGEST_FIRST', 'RANDOM'] as const;
export type Criterion = (typeof CRITERIA)[number];

const GOOD = 2;

/**
 * Who goes when a cluster shrinks and nobody said who: nodes that are broken or tainted first, then nodes never created, both in the order
 * of the list, then good ones by the criterion. Lots are drawn from `seed`, so that deciding twice chooses the same.
 */
export function chooseVictims(
  members: readonly Candidate[],
  count: number,
  seed: string,
  criterion: Criterion = 'RANDOM',
): readonly string[] {
  return inOrderOfLeaving(members, seed, criterion)
    .slice(0, Math.max(0, count))
    .map((node) => node.id);
}

/** All that may be chosen, the first to go first: neither who is protected, suspended or in standby, nor who is still awaited. */
export function inOrderOfLeaving<C extends Candidate>(members: readonly C[], seed: string, criterion: Criterion): readonly C[] {
  const rank = (node: C) => (isBad(node) ? 0 : node.createdAt === null ? 1 : GOOD);
  const place = (node: C) => (rank(node) === GOOD ? PLACES[criterion](node, seed) : [0, 0]);
  return members
    .filter((node) => !isSpared(node))
    .map((node) => ({ node, rank: rank(node), place: place(node) }))
    .sort((a, b) => a.rank - b.rank || compare(a.place, b.place))
    .map(({ node }) => node);
}

/** Nodes that are to go, or to be worked on, before others. */
export const isBad = (node: Pick<Node, 'status' | 'tainted'>): boolean =>
  node.status === 'ERROR' || node.status === 'WARNING' || node.tainted;

/** Where a good node stands. A profile's age is in its id. Of two that are as old, the one that joined first is the older. */
const PLACES: Readonly<Record<Criterion, (node: Candidate, seed: string) => readonly [number, number]>> = {
  OLDEST_FIRST: ({ createdAt, index }) => [createdAt ?? 0, index],
  YOUNGEST_FIRST: ({ createdAt, index }) => [-(createdAt ?? 0), -index],
  OLDEST_PROFILE_FIRST: ({ profileId, index }) => [bornAt(profileId), index],
  RANDOM: ({ id }, seed) => [mix(`${seed}:${id}`, 0x2545f491), 0],
};

const compare = ([a, b]: readonly number[], [c, d]: readonly number[]): number => (a ?? 0) - (c ?? 0) || (b ?? 0) - (d ?? 0);
