import type { App } from '../../app/app.ts';
import type { Clustering } from '../../app/clustering.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Beginning } from '../gifts.ts';
import { demo } from '../tenants.ts';
import type { World } from '../world.ts';

/** What a user's request is about: which of what there is then, and how much. */
export type Draw = { readonly which: number; readonly other: number; readonly much: number; readonly yes: boolean };

/** One way in which somebody can stir the service. @param since when it was begun */
export type Way = (verbs: Clustering, world: World, draw: Draw, app: App, since: Beginning) => Promise<unknown>;

export const nth = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];

/** Those of the tenant whose world it mostly is. */
export const clusters = ({ store }: World): readonly Cluster[] =>
  store.everything('cluster').filter(({ project }) => project === demo.projectId);
export const nodes = ({ store }: World) => store.everything('node').filter(({ project }) => project === demo.projectId);
export const openActions = (world: World) => world.actions().filter(({ dueAt, project }) => dueAt !== null && project === demo.projectId);

export const cluster = (world: World, { which }: Draw): string => nth(clusters(world), which)?.id ?? 'nobody';
export const node = (world: World, { other }: Draw): string => nth(nodes(world), other)?.id ?? 'nobody';
export const members = (world: World, draw: Draw): readonly string[] => {
  const id = cluster(world, draw);
  return nodes(world).flatMap((one) => (one.clusterId === id ? [one.id] : []));
};
export const orphans = (world: World): readonly string[] => nodes(world).flatMap((one) => (one.clusterId === '' ? [one.id] : []));
export const some = <T>(items: readonly T[], { much }: Draw): readonly T[] => items.slice(0, 1 + (much % 3));
export const batches = ({ other, which }: Draw) => (other === 7 ? { batchSize: 1 + which, pauseTime: which * 3 } : {});
