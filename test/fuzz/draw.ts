/** Chance that can be had again: everything follows from a seed and a number. */
export type Draw = {
  /** From 0 to 1, without 1. */
  readonly part: () => number;
  readonly below: (most: number) => number;
  /** True so often of a hundred times. */
  readonly often: (percent: number) => boolean;
  readonly of: <T>(some: readonly T[]) => T;
};

/** @param index which of the requests of a seed */
export function drawFor(seed: number, index: number): Draw {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
  // Mulberry32.
  const part = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number): number => Math.floor(part() * most);
  return { part, below, often: (percent) => part() * 100 < percent, of: (some) => some[below(some.length)] as never };
}

/** The same without what is seldom: everything hostile is. */
export const tame = (draw: Draw): Draw => ({ ...draw, often: (percent) => percent >= 10 && draw.often(percent) });
