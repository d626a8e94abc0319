import { mix } from '../kernel/ids.ts';
import type { Node } from './node.ts';

type Candidate = Pick<Node, 'id' | 'status' | 'tainted' | 'createdAt'>;

const GOOD = 2;

/**
 * Who goes when a cluster shrinks and nobody said who: nodes that are broken or tainted first, then nodes never created, both in the order
 * of the list, then good ones by lot. Drawn from `seed`, so that deciding twice chooses the same.
 */
export function chooseVictims(members: readonly Candidate[], count: number, seed: string): readonly string[] {
  const rank = (node: Candidate) => (isBad(node) ? 0 : node.createdAt === null ? 1 : GOOD);
  const lot = (node: Candidate) => (rank(node) === GOOD ? mix(`${seed}:${node.id}`, 0x2545f491) : 0);
  return [...members]
    .sort((a, b) => rank(a) - rank(b) || lot(a) - lot(b))
    .slice(0, count)
    .map((node) => node.id);
}

const isBad = (node: Candidate) => node.status === 'ERROR' || node.status === 'WARNING' || node.tainted;
