import { z } from 'zod';
import { drawn } from './chance.ts';
import { ALL_DEEDS } from './deeds/deeds.ts';
import { diceOf } from './deeds/stories.ts';
import type { Facts } from './facts.ts';
import { FAULT_IDS, type FaultId, SIMULATED } from './faults.ts';
import { WORLD_NAMES, type WorldName, worldKind } from './worlds.ts';

const Deed = z.strictObject({
  name: z.enum(ALL_DEEDS),
  draw: z.strictObject({ which: z.int(), other: z.int(), much: z.int(), yes: z.boolean() }),
});

/** One life of one world, as a file has it: the same schedule is the same life, whoever runs it and wherever. */
export const Schedule = z.strictObject({
  version: z.literal(1).default(1),
  seed: z.int().nonnegative(),
  world: z.enum(WORLD_NAMES as [WorldName, ...WorldName[]]),
  /** How many questions are answered by chance. */
  draws: z.int().nonnegative(),
  faults: z.array(z.enum(FAULT_IDS as [FaultId, ...FaultId[]])),
  /** Strokes that are let off. */
  spared: z.array(z.string().regex(/^F\d\d#\d+$/)).default([]),
  deeds: z.array(Deed),
});
export type Schedule = z.infer<typeof Schedule>;

export const MOST_DRAWS = 1_500;
/** Faults that a world bears only if it says so. */
export const SPECIAL = new Set<FaultId>(['F09', 'F18', 'F30']);
const SHAPE = 2_000;

/** @param faults what may go wrong at all @param only the worlds to draw from */
export type Wish = { readonly faults?: readonly FaultId[] | undefined; readonly only?: readonly WorldName[] | undefined };

/** The schedule that a seed stands for. */
export function scheduleOf(seed: number, { faults = SIMULATED, only = WORLD_NAMES }: Wish = {}): Schedule {
  const world = weighted(only, drawn(seed, SHAPE, 0));
  const { more = [], story } = worldKind(world);
  return {
    version: 1,
    seed,
    world,
    draws: drawn(seed, SHAPE, 1) % (MOST_DRAWS + 1),
    faults: faults.filter((fault) => !SPECIAL.has(fault) || more.includes(fault)),
    spared: [],
    deeds: [...story(diceOf(seed))],
  };
}

function weighted(names: readonly WorldName[], number: number): WorldName {
  const upTo = names.map((_, i) => names.slice(0, i + 1).reduce((sum, name) => sum + worldKind(name).weight, 0));
  const place = (number / 2 ** 32) * (upTo.at(-1) ?? 0);
  return names[upTo.findIndex((end) => place < end)] as WorldName;
}

export const factsOf = ({ seed, world, draws, faults, spared }: Schedule): Facts => ({
  ...worldKind(world).facts,
  // A world that has grown already is disturbed from another beginning.
  ...(worldKind(world).facts.grown === undefined && drawn(seed, SHAPE, 2) % 4 === 1 && { grown: true }),
  seed,
  draws,
  faults: new Set(faults),
  spared: new Set(spared),
});
