import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { bindingData } from '../../../../lib/domain/policy/binding-data.ts';
import { findPolicyType, isPolicyTypeShown, policyTypes } from '../../../../lib/domain/policy/catalogue.ts';
import { refusesProfile } from '../../../../lib/domain/policy/policy-type.ts';
import { validatePolicySpec } from '../../../../lib/domain/policy/validate-spec.ts';
import { shownSchema } from '../../../../lib/domain/spec/shown-schema.ts';
import { isFromSenlin } from '../../../../lib/domain/spec/type-version.ts';
import { recording } from '../../../support/recording.ts';

const RECORDED = [
  '053-policy-type-senlin.policy.affinity-1.0',
  '055-policy-type-senlin.policy.deletion-1.0',
  '056-policy-type-senlin.policy.deletion-1.1',
  '058-policy-type-senlin.policy.health-1.1',
  '059-policy-type-senlin.policy.health-1.2',
  '061-policy-type-senlin.policy.region_placement-1.0',
  '062-policy-type-senlin.policy.scaling-1.0',
];

describe('policy types as Senlin showed them', () => {
  test.each(RECORDED)('%s', (file) => {
    const { name, schema, support_status } = recording(file).response.json.policy_type ?? {};
    const type = findPolicyType(String(name));
    expect(type && shownSchema(type, { major: 1, minor: 14 })).toStrictEqual(schema);
    const theirs = Object.entries(type?.supportStatus ?? {}).filter(([version]) => type && isFromSenlin(type, version));
    expect(Object.fromEntries(theirs)).toStrictEqual(support_status);
  });

  test('the list, in its order', () => {
    const shown = [...policyTypes].filter(([, type]) => isPolicyTypeShown(type, { major: 1, minor: 14 }));
    expect(shown.map(([name]) => ({ name }))).toEqual(recording('052-policy-types-1.4').response.json.policy_types);
  });

  test('what was never recorded has the same form, a description for everything that is a value', () => {
    const undescribed = (schema: object): string[] =>
      Object.entries(schema).flatMap(([name, element]) => [
        ...(element.description === undefined && element.type !== 'Map' ? [name] : []),
        ...undescribed(element.schema ?? {}),
      ]);
    for (const type of policyTypes.values()) expect(undescribed(type.schema)).toEqual([]);
  });
});

describe('what a binding remembers', () => {
  type Binding = {
    readonly policy_type: string;
    readonly policy_name: string;
    readonly priority: number;
    readonly data: JsonObject | null;
  };
  const bindings = recording('377-cluster-policies').response.json.cluster_policies as unknown as readonly Binding[];

  test('the priority is the type’s', () => {
    for (const { policy_type, priority } of bindings) expect(findPolicyType(policy_type)?.priority).toBe(priority);
    expect(bindings).toHaveLength(9);
  });

  test('of a health policy: how it looks and how it recovers', () => {
    const spec = recording('325-policy-create-health-polling').request.json.policy?.spec ?? null;
    const read = validatePolicySpec(spec);
    const remembered = bindings.find(({ policy_name }) => policy_name === 'pol-health-polling')?.data;
    expect(read.kind === 'ok' && bindingData(read.definition, read.properties)).toStrictEqual(remembered);
  });

  test('of a health policy with options: those, filled in', () => {
    const read = validatePolicySpec(recording('326-policy-create-health-url').request.json.policy?.spec ?? null);
    expect(read.kind === 'ok' && bindingData(read.definition, read.properties)).toMatchObject({
      HealthPolicy: {
        // The newest version of the kind, though the policy is of 1.1.
        version: '1.2',
        data: { detection_modes: [{ poll_url_retry_limit: 2, poll_url_retry_interval: 3 }, { poll_url_retry_limit: '' }] },
      },
    });
  });

  test('of the others: nothing that the spec alone says', () => {
    const specs = { scaling: { event: 'CLUSTER_SCALE_IN', adjustment: {} }, batch: {}, deletion: {}, affinity: {} };
    for (const [name, properties] of Object.entries(specs)) {
      const read = validatePolicySpec({ type: `senlin.policy.${name}`, version: '1.0', properties });
      expect(read.kind === 'ok' && bindingData(read.definition, read.properties)).toBeNull();
    }
  });
});

test('only some policies mind what the nodes are', () => {
  const refused = [...policyTypes].filter(([, type]) => refusesProfile(type, 'os.heat.stack-1.0')).map(([name]) => name);
  expect(new Set(refused.map((name) => name.split('-')[0]))).toEqual(
    new Set(['senlin.policy.affinity', 'senlin.policy.loadbalance', 'senlin.policy.zone_placement']),
  );
  expect([...policyTypes.values()].filter((type) => refusesProfile(type, 'os.nova.server-1.0'))).toEqual([]);
  const affinity = findPolicyType('senlin.policy.affinity-1.0');
  expect(affinity && refusesProfile(affinity, 'os.heat.stack-1.0')).toMatchObject({
    message: 'Policy not applicable on profile type: os.heat.stack-1.0',
  });
});

test('only scaling and hooks are attached more than once', () => {
  expect([...policyTypes].filter(([, type]) => !type.singleton).map(([name]) => name)).toEqual([
    'senlin.policy.scaling-1.0',
    'coppice.policy.lifecycle_hook-1.0',
  ]);
});
