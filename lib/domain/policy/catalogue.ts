import { FIRST_BEYOND_SENLIN, type Microversion } from '../spec/schema.ts';
import { isAtLeast } from '../spec/shown-schema.ts';
import { versionsOf } from '../spec/type-version.ts';
import { affinity } from './affinity.ts';
import { batch } from './batch.ts';
import { deletion } from './deletion.ts';
import { health } from './health.ts';
import { lifecycleHook } from './lifecycle-hook.ts';
import { loadbalance } from './loadbalance.ts';
import { maintenance } from './maintenance.ts';
import type { PolicyKind, PolicyType } from './policy-type.ts';
import { regionPlacement } from './region-placement.ts';
import { reuse } from './reuse.ts';
import { scaling } from './scaling.ts';
import { zonePlacement } from './zone-placement.ts';

/** Every kind of policy, with all its versions together. */
export const policyKinds: readonly PolicyKind[] = [
  affinity,
  batch,
  deletion,
  health,
  loadbalance,
  regionPlacement,
  reuse,
  scaling,
  zonePlacement,
  lifecycleHook,
  maintenance,
];

/** Every policy type there is, by `name-version`, in the order in which they are listed. */
export const policyTypes: ReadonlyMap<string, PolicyType> = new Map(
  policyKinds.flatMap(versionsOf).map((type): [string, PolicyType] => [`${type.name}-${type.version}`, type]),
);

/** What a client may see: those of Senlin, and from our first microversion on the others too. Who names one it cannot see may use it all the same. */
export const isPolicyTypeShown = (type: PolicyType, at: Microversion): boolean => type.fromSenlin || isAtLeast(at, FIRST_BEYOND_SENLIN);

export const findPolicyType = (nameVersion: string): PolicyType | undefined => policyTypes.get(nameVersion);
