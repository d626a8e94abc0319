import type { JsonObject } from '../kernel/json.ts';
import type { Decisions } from './decisions.ts';

/** Where the nodes that an action makes are to be, by their place among them: what policies decided, put together. Past the last it begins again. */
export function placementOf({ creation, placement }: Decisions, place: number): JsonObject | undefined {
  const region = nth(creation?.regions, place);
  const zone = nth(creation?.zones, place);
  const more = placement?.placements[place % Math.max(1, placement.placements.length)];
  if (region === undefined && zone === undefined && !more) return undefined;
  return { ...(region !== undefined && { region_name: region }), ...(zone !== undefined && { zone }), ...more };
}

/** The place whose turn it is when each, in the order of their names, gets its share at once. */
function nth(shares: { readonly [place: string]: number } | undefined, place: number): string | undefined {
  if (!shares) return undefined;
  const names = Object.keys(shares).sort();
  const all = names.reduce((sum, name) => sum + (shares[name] ?? 0), 0);
  let left = all === 0 ? 0 : place % all;
  for (const name of names) {
    const share = shares[name] ?? 0;
    if (left < share) return name;
    left -= share;
  }
  return undefined;
}
