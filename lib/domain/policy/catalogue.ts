import { affinity } from './affinity.ts';
import { batch } from './batch.ts';
import { deletion } from './deletion.ts';
import { health } from './health.ts';
import { loadbalance } from './loadbalance.ts';
import type { PolicyKind, PolicyType } from './policy-type.ts';
import { regionPlacement } from './region-placement.ts';
import { scaling } from './scaling.ts';
import { zonePlacement } from './zone-placement.ts';

const KINDS: readonly PolicyKind[] = [affinity, batch, deletion, health, loadbalance, regionPlacement, scaling, zonePlacement];

/** Every policy type there is, by `name-version`, in the order in which they are listed. */
export const policyTypes: ReadonlyMap<string, PolicyType> = new Map(
  KINDS.flatMap((kind) =>
    Object.keys(kind.supportStatus).map((version): [string, PolicyType] => [`${kind.name}-${version}`, { ...kind, version }]),
  ),
);

export const findPolicyType = (nameVersion: string): PolicyType | undefined => policyTypes.get(nameVersion);
