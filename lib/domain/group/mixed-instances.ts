import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';
import type { LaunchSource } from './group.ts';

/** What a group of several types launches: the type that comes first, of the template that is named for it. */
export type MainMachine = {
  readonly template: { readonly id: string; readonly name: string; readonly version?: string | undefined };
  /** Instead of the template's own. */
  readonly instanceType: string | undefined;
  /** It is only said what the type has to be like. */
  readonly isDescribed: boolean;
  /** Units of capacity that one of it counts for. */
  readonly weight: number;
  /** Of the capacity what AWS would launch on demand: so many units, and so many percent of the rest. The remainder is spot. */
  readonly onDemand: { readonly base: number; readonly percent: number };
  /** The policy with both names of that template. */
  readonly named: (template: { readonly id: string; readonly name: string }) => LaunchSource;
};

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const object = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

/**
 * What a mixed instances policy comes to here. Types are taken in the order of the request and there is as much of each as anybody wants, so the first is what
 * AWS's own strategy for on-demand instances launches too. There is no spot market: what would be spot is launched alike.
 */
export function mainMachineOf(policy: JsonObject): MainMachine {
  const launchTemplate = object(policy.LaunchTemplate);
  const spec = object(launchTemplate.LaunchTemplateSpecification);
  const overrides = overridesIn(policy);
  const first = overrides[0] ?? {};
  const own = isJsonObject(first.LaunchTemplateSpecification) ? first.LaunchTemplateSpecification : undefined;
  const meant = own ?? spec;
  const version = text(meant.Version);
  return {
    template: { id: text(meant.LaunchTemplateId), name: text(meant.LaunchTemplateName), ...(version !== '' && { version }) },
    instanceType: text(first.InstanceType) || undefined,
    isDescribed: isJsonObject(first.InstanceRequirements),
    weight: weightIn(first.WeightedCapacity),
    onDemand: onDemandIn(object(policy.InstancesDistribution)),
    named: ({ id, name }) => {
      const full = { ...meant, LaunchTemplateId: id, LaunchTemplateName: name };
      const changed = own
        ? { Overrides: [{ ...first, LaunchTemplateSpecification: full }, ...overrides.slice(1)] }
        : { LaunchTemplateSpecification: full };
      return { kind: 'mixed', policy: { ...policy, LaunchTemplate: { ...launchTemplate, ...changed } } };
    },
  };
}

const onDemandIn = ({ OnDemandBaseCapacity, OnDemandPercentageAboveBaseCapacity }: JsonObject) => ({
  base: Number(OnDemandBaseCapacity ?? 0),
  percent: Number(OnDemandPercentageAboveBaseCapacity ?? 100),
});

/** The overrides of a policy: each a type, and what is said of it. */
const overridesIn = (policy: JsonObject): readonly JsonObject[] => {
  const { Overrides } = object(policy.LaunchTemplate);
  return Array.isArray(Overrides) ? Overrides.filter(isJsonObject) : [];
};

/** What an instance of a type counts for, as AWS tells of it; undefined where the policy weighs nothing. */
export function weightOfType(launch: LaunchSource, instanceType: string | undefined): string | undefined {
  if (launch.kind !== 'mixed') return undefined;
  const found = overridesIn(launch.policy).find(({ InstanceType }) => InstanceType === instanceType);
  return typeof found?.WeightedCapacity === 'string' ? found.WeightedCapacity : undefined;
}

/** AWS's, where a policy does not say. */
const USUAL = {
  OnDemandAllocationStrategy: 'prioritized',
  OnDemandBaseCapacity: 0,
  OnDemandPercentageAboveBaseCapacity: 100,
  SpotAllocationStrategy: 'lowest-price',
} satisfies JsonObject;

const USUAL_POOLS = 2;

/** A source as it is kept: of a policy, with AWS's defaults, and with what the one before it says where it does not. */
export function keptSource(launch: LaunchSource, before: LaunchSource | undefined): LaunchSource {
  if (launch.kind !== 'mixed') return launch;
  const kept = before?.kind === 'mixed' ? before.policy : {};
  const { policy } = launch;
  const distribution: JsonObject = { ...USUAL, ...object(kept.InstancesDistribution), ...object(policy.InstancesDistribution) };
  // Only this strategy has pools.
  const pools = distribution.SpotAllocationStrategy === 'lowest-price' ? { SpotInstancePools: USUAL_POOLS } : {};
  return {
    kind: 'mixed',
    policy: {
      LaunchTemplate: { Overrides: [], ...object(kept.LaunchTemplate), ...object(policy.LaunchTemplate) },
      InstancesDistribution: { ...pools, ...distribution },
    },
  };
}

/** AWS has it as text. */
const weightIn = (value: Json | undefined): number => {
  const weight = Number(value ?? 1);
  return Number.isInteger(weight) && weight > 0 ? weight : 1;
};
