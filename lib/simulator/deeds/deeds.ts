import { neighbour } from '../tenants.ts';
import type { Deed } from '../world.ts';
import type { Draw, Way } from './draw.ts';
import { ON_CLUSTERS } from './on-clusters.ts';
import { ON_GROUPS } from './on-groups.ts';
import { ON_NODES } from './on-nodes.ts';
import { ON_RULES } from './on-rules.ts';
import { ON_SHARES } from './on-shares.ts';
import { ON_THE_EDGES } from './on-the-edges.ts';

/** A deed as data: it can be drawn, stored and told. */
export type NamedDeed = { readonly name: string; readonly draw: Draw };

const USUAL: Readonly<Record<string, Way>> = { ...ON_CLUSTERS, ...ON_NODES, ...ON_RULES };
const WAYS: Readonly<Record<string, Way>> = { ...USUAL, ...ON_THE_EDGES, ...ON_GROUPS, ...ON_SHARES };

/** What users ask for of clusters, nodes and policies. */
export const DEEDS: readonly string[] = Object.keys(USUAL);
export const ALL_DEEDS: readonly string[] = Object.keys(WAYS);

/** Whose requests these are, where it is not who most clusters belong to. */
const NEXT_DOOR = new Set(['settleNextDoor', 'trespass', 'visit', 'passOn']);

/** @param own ways of one's own, beside those that are shipped */
export const deedOf = ({ name, draw }: NamedDeed, own: Readonly<Record<string, Way>> = {}): Deed => {
  const way = own[name] ?? WAYS[name];
  if (!way) throw new Error(`nobody knows how to ${name}`);
  const deed: Deed = async (verbs, world, app) => {
    world.note(() => `somebody wants to ${name} ${JSON.stringify(draw)}`);
    await way(verbs, world, draw, app, world.beginning());
  };
  return NEXT_DOOR.has(name) ? Object.assign(deed, { project: neighbour.projectId }) : deed;
};
