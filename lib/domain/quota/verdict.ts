import { type Fault, permanent } from '../kernel/fault.ts';
import type { Effect } from './effect.ts';
import { type Counts, type LimitName, type Limits, RESOURCES, spoken, UNLIMITED } from './limits.ts';
import { figureOf } from './price.ts';

/** What a project is held to: its own limits where it has some, the installation's for the rest. */
export const effective = (own: Partial<Limits>, defaults: Limits): Limits => ({ ...defaults, ...own });

/** How much there may be of each before a commit that asks for more. Nothing is said where there is no limit, or nothing is asked for. */
export function roomFor({ asked }: Effect, limits: Limits): Partial<Counts> {
  const bounded = RESOURCES.filter((name) => asked[name] !== undefined && limits[name] !== UNLIMITED);
  return Object.fromEntries(bounded.map((name) => [name, limits[name] - (asked[name] ?? 0)]));
}

/** Why a commit would exceed its project's quotas, with the figures; undefined when it would not. */
export function whyOver({ asked, grown }: Effect, counts: Counts, limits: Limits): Fault | undefined {
  for (const name of RESOURCES) {
    const more = asked[name];
    if (more === undefined || limits[name] === UNLIMITED || counts[name] + more <= limits[name]) continue;
    return exceeded(name, limits[name], counts[name], more, 'in this project');
  }
  const large = tooLarge(grown, limits);
  return large && exceeded('nodes_per_cluster', limits.nodes_per_cluster, large.from, large.to - large.from, `in cluster '${large.name}'`);
}

export const isTooLarge = ({ grown }: Effect, limits: Limits): boolean => tooLarge(grown, limits) !== undefined;

const tooLarge = (grown: Effect['grown'], { nodes_per_cluster: most }: Limits) =>
  most === UNLIMITED ? undefined : grown.find(({ to }) => to > most);

const exceeded = (name: LimitName, limit: number, inUse: number, requested: number, where: string): Fault =>
  permanent(
    'quota.exceeded',
    `Quota exceeded for ${spoken(name)} ${where}: limit ${figureOf(name, limit)}, in use ${figureOf(name, inUse)}, requested ${figureOf(name, requested)}.`,
  );
