import type { LaunchSource } from './group.ts';
import { type MainMachine, mainMachineOf } from './mixed-instances.ts';
import type { Sizes } from './pending-sizes.ts';

/** What an instance of a group counts for. */
export type Weight = Pick<MainMachine, 'onDemand'> & { /** Units of capacity. */ readonly each: number };

const ONE: Weight = { each: 1, onDemand: { base: 0, percent: 100 } };

/** More than one unit only where a mixed instances policy weighs its types. */
export function weightOf(launch: LaunchSource): Weight {
  if (launch.kind !== 'mixed') return ONE;
  const { weight, onDemand } = mainMachineOf(launch.policy);
  return { each: weight, onDemand };
}

export const isWeighed = ({ each }: Weight): boolean => each > 1;

/**
 * As many instances as it takes for so many units: the last one may be more than is needed. What would be on demand and what would be spot is made up of
 * instances apart, as AWS does, so that of each the last may be.
 */
export function instancesFor(units: number, { each, onDemand: { base, percent } }: Weight): number {
  const least = Math.min(units, base);
  const demanded = least + Math.ceil(((units - least) * percent) / 100);
  return each === 1 ? units : Math.ceil(demanded / each) + Math.ceil((units - demanded) / each);
}

/** Sizes in units as sizes of a cluster, which has instances. */
export const inInstances = ({ minSize, maxSize, desiredCapacity }: Sizes, weight: Weight): Sizes => ({
  minSize: instancesFor(minSize, weight),
  maxSize: instancesFor(maxSize, weight),
  desiredCapacity: instancesFor(desiredCapacity, weight),
});

/**
 * Sizes of a cluster in units: what was asked for, as long as the cluster is of the size that it comes to, whoever made it so; what its instances come to else.
 *
 * @param asked in units; undefined where nobody ever did
 */
export function inUnits(cluster: Sizes, asked: Sizes | undefined, weight: Weight): Sizes {
  const shown = (member: keyof Sizes): number =>
    asked && instancesFor(asked[member], weight) === cluster[member] ? asked[member] : cluster[member] * weight.each;
  return isWeighed(weight) ? { minSize: shown('minSize'), maxSize: shown('maxSize'), desiredCapacity: shown('desiredCapacity') } : cluster;
}
