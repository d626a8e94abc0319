import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LaunchSource } from '../../../../lib/domain/group/group.ts';
import { keptSource, mainMachineOf, weightOfType } from '../../../../lib/domain/group/mixed-instances.ts';
import { zoneIdOf } from '../../../../lib/domain/group/subnets.ts';
import { inInstances, instancesFor, inUnits, weightOf } from '../../../../lib/domain/group/units.ts';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';

const mixed = (overrides: readonly JsonObject[], more: JsonObject = {}): LaunchSource & { readonly kind: 'mixed' } => ({
  kind: 'mixed',
  policy: {
    LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateName: 'small', Version: '$Latest' }, Overrides: overrides },
    ...more,
  },
});

const weighing = (each: number) => ({ each, onDemand: { base: 0, percent: 100 } });

describe('units of capacity', () => {
  test.each([
    [0, 3, 0],
    [1, 3, 1],
    [3, 3, 1],
    [4, 3, 2],
    [7, 1, 7],
    [999, 999, 1],
    [1_000, 999, 2],
  ])('%d of them are, at %d each, %d instances', (units, weight, instances) => {
    expect(instancesFor(units, weighing(weight))).toBe(instances);
  });

  // All on demand; the base and half of the rest, apart from the other half; a quarter apart from three. As AWS counts.
  test.each([
    [8, 8, 0, 2],
    [8, 2, 50, 3],
    [8, 0, 25, 3],
    [8, 0, 100, 2],
    [1, 0, 50, 1],
    [0, 5, 50, 0],
  ])('%d of them, %d and %d percent of the rest on demand, are %d instances of four units', (units, base, percent, instances) => {
    expect(instancesFor(units, { each: 4, onDemand: { base, percent } })).toBe(instances);
  });

  const asked = { minSize: 1, maxSize: 10, desiredCapacity: 7 };
  test.each([
    ['what was asked for', 3, inInstances(asked, weighing(3)), asked, asked],
    [
      'what the instances come to, once there are others',
      3,
      { minSize: 1, maxSize: 4, desiredCapacity: 2 },
      asked,
      { ...asked, desiredCapacity: 6 },
    ],
    [
      'the same where nobody asked',
      3,
      { minSize: 1, maxSize: 2, desiredCapacity: 2 },
      undefined,
      { minSize: 3, maxSize: 6, desiredCapacity: 6 },
    ],
    [
      'the instances where none is weighed',
      1,
      { minSize: 1, maxSize: 2, desiredCapacity: 2 },
      asked,
      { minSize: 1, maxSize: 2, desiredCapacity: 2 },
    ],
  ])('are shown as %s', (_, weight, cluster, before, shown) => {
    expect(inUnits(cluster, before, weighing(weight))).toEqual(shown);
  });

  test('asked for are shown again, whatever they are and whatever the weight', () => {
    const sizes = fc.record({ minSize: fc.nat(5_000), maxSize: fc.nat(5_000), desiredCapacity: fc.nat(5_000) });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 999 }), fc.nat(5_000), fc.nat(100), (units, each, base, percent) => {
        const weight = { each, onDemand: { base, percent } };
        const cluster = inInstances(units, weight);
        expect(inUnits(cluster, units, weight)).toEqual(units);
        // No unit is missing, and of either share no instance is too many.
        expect(cluster.desiredCapacity * each).toBeGreaterThanOrEqual(units.desiredCapacity);
        expect((cluster.desiredCapacity - 2) * each).toBeLessThan(Math.max(1, units.desiredCapacity));
        // More units are never fewer instances, so that bounds stay in order.
        expect(instancesFor(units.desiredCapacity + 1, weight)).toBeGreaterThanOrEqual(cluster.desiredCapacity);
      }),
    );
  });
});

describe('a mixed instances policy', () => {
  test('launches the type that comes first, by the template that is named for it', () => {
    const own = { InstanceType: 'm5.large', WeightedCapacity: '4', LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1' } };
    expect(mainMachineOf(mixed([]).policy)).toMatchObject({
      template: { name: 'small', version: '$Latest' },
      instanceType: undefined,
      weight: 1,
    });
    const main = mainMachineOf(mixed([own, { InstanceType: 't3.micro', WeightedCapacity: '1' }]).policy);
    expect(main).toMatchObject({ template: { id: 'lt-1', name: '' }, instanceType: 'm5.large', weight: 4 });
    expect(main.named({ id: 'lt-1', name: 'large' })).toMatchObject({
      policy: {
        LaunchTemplate: {
          LaunchTemplateSpecification: { LaunchTemplateName: 'small' },
          Overrides: [
            { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'large' } },
            { InstanceType: 't3.micro' },
          ],
        },
      },
    });
  });

  test('weighs what it has a weight for', () => {
    const policy = mixed([{ InstanceType: 'm5.large', WeightedCapacity: '4' }]);
    expect([weightOf(policy).each, weightOfType(policy, 'm5.large'), weightOfType(policy, 't3.micro')]).toEqual([4, '4', undefined]);
    expect(weightOf({ kind: 'configuration', name: 'a' }).each).toBe(1);
    expect(weightOf(mixed([{ InstanceType: 'a', WeightedCapacity: 'nonsense' }])).each).toBe(1);
  });

  test("has AWS's defaults, and keeps what a change does not say", () => {
    const first = keptSource(mixed([{ InstanceType: 'a' }], { InstancesDistribution: { OnDemandBaseCapacity: 2 } }), undefined);
    expect(first).toMatchObject({
      policy: {
        InstancesDistribution: {
          OnDemandAllocationStrategy: 'prioritized',
          OnDemandBaseCapacity: 2,
          OnDemandPercentageAboveBaseCapacity: 100,
          SpotAllocationStrategy: 'lowest-price',
          SpotInstancePools: 2,
        },
      },
    });
    const changed = keptSource({ kind: 'mixed', policy: { LaunchTemplate: { Overrides: [{ InstanceType: 'b' }] } } }, first);
    expect(changed).toMatchObject({
      policy: {
        LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateName: 'small' }, Overrides: [{ InstanceType: 'b' }] },
        InstancesDistribution: { OnDemandBaseCapacity: 2 },
      },
    });
  });
});

test.each([
  ['us-east-1a', 'use1-az1'],
  ['eu-central-1b', 'euc1-az2'],
  ['ap-northeast-1c', 'apne1-az3'],
  ['us-gov-west-1f', 'usgw1-az6'],
])('the zone %s is %s', (zone, id) => {
  expect(zoneIdOf(zone)).toBe(id);
});
