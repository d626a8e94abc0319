import { isOpen } from '../../domain/action/action.ts';
import type { Documents, Write } from '../../domain/documents.ts';
import { type Counts, RESOURCES, type Resource, UNLIMITED } from '../../domain/quota/limits.ts';
import { priceOf } from '../../domain/quota/price.ts';
import { effective } from '../../domain/quota/verdict.ts';
import type { World } from '../world.ts';
import type { RestLaw } from './law.ts';

type Usage = Documents['quota'];
type Store = Pick<World, 'store'>;

export const usageOf = ({ store }: Store, project: string): Usage | undefined =>
  store.everything('quota').find((usage) => usage.project === project);

const priceIn = ({ store, facts }: Pick<World, 'store' | 'facts'>, profileId: string): number => {
  if (!facts.prices) return 0;
  const profile = store.everything('profile').find(({ id }) => id === profileId);
  return profile ? priceOf(facts.prices, profile) : 0;
};

/** What a project has, by looking: how it is counted does not matter here. */
function inventory(world: Pick<World, 'store' | 'facts'>, project: string): Counts {
  const { store } = world;
  const theirs = <T extends { readonly project: string }>(docs: readonly T[]) => docs.filter((doc) => doc.project === project);
  return {
    clusters: theirs(store.everything('cluster')).length,
    nodes: theirs(store.everything('node')).length,
    actions: theirs(store.everything('action')).filter((action) => action.parentId === null && isOpen(action)).length,
    receivers: theirs(store.everything('receiver')).length,
    schedules: theirs(store.everything('schedule')).length,
    subscriptions: theirs(store.everything('subscription')).length,
    cost_per_hour: theirs(store.everything('node')).reduce((total, { profileId }) => total + priceIn(world, profileId), 0),
  };
}

/** Whose count a commit may change. */
export const comingOrGoing = (writes: readonly Write[]): string | undefined =>
  writes.find(
    (write) => 'remove' in write || ('put' in write && write.put !== 'event' && (write.doc.version === 0 || write.put === 'cluster')),
  )?.doc.project;

/** What holds of a project's usage after every single commit. @param writes what was committed @param before the usage it was made under */
export function heedUsage(world: World, project: string, writes: readonly Write[], before: Usage | undefined): void {
  const usage = usageOf(world, project);
  if (!usage) return;
  const there = inventory(world, project);
  const limits = effective(usage.limits, world.quotas);
  // Who goes and was cheaper than its place leaves that at its full price until the list is put right.
  const isGoing = writes.some((write) => 'remove' in write && write.remove === 'node');
  for (const name of RESOURCES) {
    const [counted, limit] = [usage.counts[name], limits[name]];
    const law = lawOf(name);
    if (counted < there[name]) world.break(law, `${there[name]} ${name} are there, and ${counted} counted`);
    // What makes room, or mends, may always be asked for.
    if (name === 'actions' || (name === 'cost_per_hour' && isGoing) || limit === UNLIMITED || counted <= limit) continue;
    if (counted > (before?.counts[name] ?? 0)) world.break(law, `there come to be ${counted} ${name} of ${limit}`);
  }
}

/** Money is a law of its own: it is what is there, times what it costs. */
const lawOf = (name: Resource): 'I8' | 'I23' => (name === 'cost_per_hour' ? 'I23' : 'I8');

const miscounted = (world: World, law: 'I8' | 'I23') =>
  world.store.everything('quota').flatMap(({ project, counts }) => {
    const there = inventory(world, project);
    return RESOURCES.filter((name) => lawOf(name) === law && counts[name] !== there[name]).map(
      (name) => `${counts[name]} ${name} counted in ${project}, ${there[name]} there`,
    );
  });

export const USAGE_LAWS: readonly RestLaw[] = [
  { id: 'I8', says: 'what a project uses is what there is', offenders: (world) => miscounted(world, 'I8') },
  { id: 'I23', says: 'what a project is said to cost is what there is at its prices', offenders: (world) => miscounted(world, 'I23') },
];
