import type { LaunchSource } from './group.ts';
import { mainMachineOf } from './mixed-instances.ts';
import type { Sizes } from './pending-sizes.ts';

/** The units of capacity that an instance of a group counts for: more than one only where a mixed instances policy weighs its types. */
export const weightOf = (launch: LaunchSource): number => (launch.kind === 'mixed' ? mainMachineOf(launch.policy).weight : 1);

/** As many instances as it takes for so many units: the last one may be more than is needed. */
export const instancesFor = (units: number, weight: number): number => Math.ceil(units / weight);

/** Sizes in units as sizes of a cluster, which has instances. */
export const inInstances = ({ minSize, maxSize, desiredCapacity }: Sizes, weight: number): Sizes => ({
  minSize: instancesFor(minSize, weight),
  maxSize: instancesFor(maxSize, weight),
  desiredCapacity: instancesFor(desiredCapacity, weight),
});

/**
 * Sizes of a cluster in units: what was asked for, as long as the cluster is of the size that it comes to, whoever made it so; what its instances come to else.
 *
 * @param asked in units; undefined where nobody ever did
 */
export function inUnits(cluster: Sizes, asked: Sizes | undefined, weight: number): Sizes {
  const shown = (member: keyof Sizes): number =>
    asked && instancesFor(asked[member], weight) === cluster[member] ? asked[member] : cluster[member] * weight;
  return weight === 1 ? cluster : { minSize: shown('minSize'), maxSize: shown('maxSize'), desiredCapacity: shown('desiredCapacity') };
}
