/** What is counted of each project, in the commit that changes it. The cost is in millionths. */
export const RESOURCES = ['clusters', 'nodes', 'actions', 'receivers', 'schedules', 'subscriptions', 'cost_per_hour'] as const;
export type Resource = (typeof RESOURCES)[number];
export type Counts = { readonly [resource in Resource]: number };

/** What a project can be held to: all that is counted, the size of each cluster, and how often it may ask. */
export const LIMITS = [...RESOURCES, 'nodes_per_cluster', 'requests_per_minute'] as const;
export type LimitName = (typeof LIMITS)[number];
export type Limits = { readonly [limit in LimitName]: number };

/** As a limit: there is none. */
export const UNLIMITED = -1;

export const NO_LIMITS = Object.fromEntries(LIMITS.map((name) => [name, UNLIMITED])) as Limits;
export const NOTHING = Object.fromEntries(RESOURCES.map((name) => [name, 0])) as Counts;

/** One more than all that is there could be. */
export const HIGHEST_LIMIT = 2 ** 31 - 1;

/** Some limits as a text that is the same whenever they are. */
export const textOf = (limits: Partial<Limits>): string =>
  JSON.stringify(LIMITS.flatMap((name) => (limits[name] === undefined ? [] : [[name, limits[name]]])));

/** What every figure is called when it is spoken of. */
export const spoken = (name: LimitName): string => name.replaceAll('_', ' ');
