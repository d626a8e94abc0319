import { type AwsFault, validationError } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import type { Constraint, Constraints } from './constraints.ts';
import { structures, text } from './operation.ts';

const SPECIFICATION: Constraint = {
  members: { LaunchTemplateId: { min: 1, max: 255 }, LaunchTemplateName: { min: 3, max: 128 }, Version: { min: 1, max: 255 } },
};

/** AWS's bounds on a mixed instances policy. */
export const MIXED_POLICY: Constraint = {
  members: {
    LaunchTemplate: {
      members: {
        LaunchTemplateSpecification: SPECIFICATION,
        Overrides: {
          max: 40,
          items: {
            members: {
              InstanceType: { min: 1, max: 255 },
              WeightedCapacity: { min: 1, max: 32, pattern: /^([1-9]\d{0,2})$/ },
              LaunchTemplateSpecification: SPECIFICATION,
            },
          },
        },
      },
    },
    InstancesDistribution: {
      members: {
        OnDemandAllocationStrategy: { values: ['prioritized', 'lowest-price'] },
        OnDemandBaseCapacity: { min: 0, whole: true },
        OnDemandPercentageAboveBaseCapacity: { min: 0, max: 100, whole: true },
        SpotAllocationStrategy: {
          values: ['lowest-price', 'capacity-optimized', 'capacity-optimized-prioritized', 'price-capacity-optimized'],
        },
        SpotInstancePools: { min: 1, max: 20, whole: true },
        SpotMaxPrice: { max: 255 },
      },
    },
  } satisfies Constraints,
};

/** What no bound says: each template by one of its names, and weights for all types or for none. */
export function mixedFault({ LaunchTemplate }: Structure): AwsFault | undefined {
  const template = (LaunchTemplate ?? {}) as Structure;
  const overrides = structures(template.Overrides);
  const named = [template, ...overrides].flatMap(({ LaunchTemplateSpecification }) =>
    LaunchTemplateSpecification === undefined ? [] : [LaunchTemplateSpecification as Structure],
  );
  if (named.some(({ LaunchTemplateId: id, LaunchTemplateName: name }) => (id === undefined) === (name === undefined)))
    return validationError('Valid requests must contain either launchTemplateId or LaunchTemplateName');
  const weighed = overrides.filter(({ WeightedCapacity }) => WeightedCapacity !== undefined);
  if (weighed.length > 0 && weighed.length < overrides.length)
    return validationError('If you specify a WeightedCapacity for one instance type override, you must specify one for all of them.');
  const types = overrides.map(({ InstanceType }) => text(InstanceType)).filter((type) => type !== '');
  return new Set(types).size < types.length
    ? validationError('Duplicate instance types in the overrides of a launch template.')
    : undefined;
}
