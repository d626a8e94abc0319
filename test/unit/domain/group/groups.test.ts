import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Action } from '../../../../lib/domain/action/action.ts';
import { unlocked } from '../../../../lib/domain/cluster/lock.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { changedSizes } from '../../../../lib/domain/group/changed-sizes.ts';
import { groupId, launchConfigurationId } from '../../../../lib/domain/group/group.ts';
import { criterionOf, impliedPolicies } from '../../../../lib/domain/group/implied-policies.ts';
import { lifecycleStateOf } from '../../../../lib/domain/group/instance.ts';
import { instanceIdOf, isInstanceId, shortIdOf } from '../../../../lib/domain/group/instance-id.ts';
import { globalTimeout } from '../../../../lib/domain/group/lifecycle-hook.ts';
import { MachineCatalogue, sizeOf, specOf } from '../../../../lib/domain/group/machine-catalogue.ts';
import { pendingSizes } from '../../../../lib/domain/group/pending-sizes.ts';
import { childIds, isId, makeId } from '../../../../lib/domain/kernel/ids.ts';
import { instant } from '../../../../lib/domain/kernel/time.ts';
import { validatePolicySpec } from '../../../../lib/domain/policy/validate-spec.ts';

const anId = fc
  .tuple(fc.nat(2 ** 41), fc.nat(65_535), fc.nat(0xffffffff), fc.nat(0xffffffff))
  .map(([at, place, high, low]) => makeId(instant(at), place, { high, low }));

describe('the id of an instance', () => {
  test('is of the form that AWS clients take, and leads back to its node', () => {
    fc.assert(
      fc.property(anId, anId, (id, token) => {
        const instanceId = instanceIdOf({ id, token, lock: unlocked });
        expect(isInstanceId(instanceId)).toBe(true);
        expect(instanceId.length).toBeLessThanOrEqual(19);
        expect(id.startsWith(shortIdOf(instanceId))).toBe(true);
      }),
    );
  });

  test('is another one when its node is made anew, and the same before and after it was made', () => {
    const [id = '', maker = '', later = ''] = childIds('parent', 'x', 0, 3, instant(1));
    const pending = { id, token: null, lock: { ...unlocked, holders: [maker] } };
    const made = { id, token: maker, lock: unlocked };
    expect(instanceIdOf(pending)).toBe(instanceIdOf(made));
    expect(instanceIdOf({ ...made, token: later })).not.toBe(instanceIdOf(made));
  });

  test('is shared by no two of a thousand siblings', () => {
    const nodes = childIds('parent', 'node', 0, 1_000, instant(7));
    const makers = childIds('parent', 'action', 0, 1_000, instant(7));
    const ids = nodes.map((id, i) => instanceIdOf({ id, token: makers[i] ?? null, lock: unlocked }));
    expect(new Set(ids).size).toBe(1_000);
  });
});

test('a name means one id in each region, and groups and configurations do not meet', () => {
  const ids = ['us-east-1', 'eu-west-3'].flatMap((region) => [
    groupId(region, 'web'),
    launchConfigurationId(region, 'web'),
    groupId(region, 'Web'),
  ]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every(isId)).toBe(true);
});

describe('what images and instance types mean', () => {
  const catalogue = MachineCatalogue.parse({
    images: {
      'ami-docker-nginx': { type: 'container.dockerinc.docker', properties: { image: 'nginx' } },
      'ami-*': { type: 'fake.node' },
    },
    instance_types: { 't3.*': { vcpus: 2, properties: { 'container.dockerinc.docker': { cpus: 0.5 } } }, 't3.large': { vcpus: 4 } },
  });

  test.each([
    ['ami-docker-nginx', 't3.micro', { type: 'container.dockerinc.docker', version: '1.0', properties: { image: 'nginx', cpus: 0.5 } }],
    ['ami-docker-nginx', 't3.large', { type: 'container.dockerinc.docker', version: '1.0', properties: { image: 'nginx' } }],
    ['ami-docker-nginx', 'm5.huge', { type: 'container.dockerinc.docker', version: '1.0', properties: { image: 'nginx' } }],
    ['ami-other', 't3.micro', { type: 'fake.node', version: '1.0', properties: {} }],
    ['toString', 't3.micro', undefined],
  ] as const)('%s as %s', (imageId, instanceType, spec) => {
    expect(specOf(catalogue, { imageId, instanceType })).toEqual(spec);
  });

  test('the longest name that fits counts', () => {
    expect(sizeOf(catalogue, 't3.large')?.vcpus).toBe(4);
    expect(sizeOf(catalogue, 't3.micro')?.vcpus).toBe(2);
    expect(sizeOf(catalogue, 'c5.large')).toBeUndefined();
  });
});

describe('sizes', () => {
  const before = { minSize: 1, maxSize: 5, desiredCapacity: 3 };

  test.each([
    [{}, { minSize: 1, maxSize: 5, desiredCapacity: 3 }],
    [{ desiredCapacity: 5 }, { minSize: 1, maxSize: 5, desiredCapacity: 5 }],
    [{ minSize: 4 }, { minSize: 4, maxSize: 5, desiredCapacity: 4 }],
    [{ maxSize: 2 }, { minSize: 1, maxSize: 2, desiredCapacity: 2 }],
    [{ minSize: 6 }, 'Max bound, 5, must be greater than or equal to min bound, 6'],
    [{ maxSize: 2, desiredCapacity: 3 }, 'Desired capacity:3 must be between the specified min size:1 and max size:2'],
    [{ desiredCapacity: 0 }, 'Desired capacity:0 must be between the specified min size:1 and max size:5'],
  ] as const)('changed by %j', (change, after) => {
    expect(changedSizes(before, change)).toEqual(after);
  });

  test('that wait for their turn are seen at once, in their order; what is cancelled is not', () => {
    const resize = (inputs: object, more: object = {}) =>
      ({
        action: 'CLUSTER_RESIZE',
        inputs: { adjustment_type: 'EXACT_CAPACITY', ...inputs },
        dueAt: instant(1),
        signal: null,
        ...more,
      }) as unknown as Action;
    expect(pendingSizes(before, [resize({ number: 4 }), resize({ number: 2, min_size: 2 })])).toEqual({
      minSize: 2,
      maxSize: 5,
      desiredCapacity: 2,
    });
    expect(pendingSizes(before, [resize({ number: 4 }, { signal: 'cancel' }), resize({ number: 4 }, { dueAt: null })])).toEqual(before);
  });
});

describe('the policies that every group has', () => {
  test('are valid, whatever the group is like', () => {
    fc.assert(
      fc.property(
        fc.nat(86_400),
        fc.array(fc.string(), { maxLength: 2 }),
        fc.integer({ min: 60, max: 3_600 }),
        (grace, terminationPolicies, interval) => {
          for (const spec of impliedPolicies({ healthCheckGracePeriod: grace, terminationPolicies }, interval)) {
            expect(validatePolicySpec(spec)).toMatchObject({ kind: 'ok' });
          }
        },
      ),
    );
  });

  test.each([
    [['OldestInstance'], 'OLDEST_FIRST'],
    [['NewestInstance', 'Default'], 'YOUNGEST_FIRST'],
    [['Default'], 'OLDEST_PROFILE_FIRST'],
    [[], 'OLDEST_PROFILE_FIRST'],
  ] as const)('%j chooses by %s', (policies, criterion) => {
    expect(criterionOf(policies)).toBe(criterion);
  });
});

describe('the state of an instance', () => {
  const hook = (transition: string, result: string | null) =>
    ({ id: 'anew', action: 'NODE_CREATE', inputs: {}, hook: { transition, result, until: 100 } }) as unknown as Action;
  test.each([
    ['INIT', null, undefined, 'Pending'],
    ['CREATING', null, hook('LAUNCHING', null), 'Pending:Wait'],
    ['CREATING', null, hook('LAUNCHING', 'CONTINUE'), 'Pending:Proceed'],
    ['ACTIVE', null, undefined, 'InService'],
    ['ERROR', null, undefined, 'InService'],
    ['DELETING', null, hook('TERMINATING', null), 'Terminating:Wait'],
    ['DELETING', null, hook('TERMINATING', 'CONTINUE'), 'Terminating:Proceed'],
    ['DELETING', null, undefined, 'Terminating'],
    ['RECOVERING', null, undefined, 'Terminating'],
    ['RECOVERING', null, hook('TERMINATING', 'CONTINUE'), 'Terminating:Proceed'],
    ['ACTIVE', {}, undefined, 'Standby'],
    ['ACTIVE', { warm: 'STOPPED' }, undefined, 'Warmed:Stopped'],
    ['ACTIVE', { warm: 'RUNNING' }, undefined, 'Warmed:Running'],
    ['CREATING', { warm: 'STOPPED' }, hook('LAUNCHING', null), 'Warmed:Pending:Wait'],
    ['CREATING', { warm: 'STOPPED' }, undefined, 'Warmed:Pending'],
    ['DELETING', { warm: 'STOPPED' }, hook('TERMINATING', 'CONTINUE'), 'Warmed:Terminating:Proceed'],
    ['OPERATING', { warm: 'STOPPED' }, { action: 'NODE_OPERATION', inputs: { operation: 'exit_standby', warm: true } }, 'Pending'],
    ['OPERATING', null, { action: 'NODE_OPERATION', inputs: { operation: 'enter_standby', warm: 'STOPPED' } }, 'Warmed:Pending'],
    ['OPERATING', null, { action: 'NODE_OPERATION', inputs: { operation: 'enter_standby' } }, 'EnteringStandby'],
    ['OPERATING', {}, { action: 'NODE_OPERATION', inputs: { operation: 'exit_standby' } }, 'Pending'],
    ['ACTIVE', null, { action: 'NODE_LEAVE', inputs: {} }, 'Detaching'],
  ] as const)('%s, %j, %j: %s', (status, standby, working, state) => {
    const node = { status, standby, token: 'old', profileType: 'fake.node-1.0' } as Node;
    expect(lifecycleStateOf(node, working as Action | undefined, instant(99))).toBe(state);
  });

  test('that is made anew is Pending once there is a new one, and waits no longer than it has time', () => {
    const anew = { status: 'RECOVERING', token: 'anew' } as Node;
    expect(lifecycleStateOf(anew, hook('TERMINATING', 'CONTINUE'), instant(99))).toBe('Pending');
    expect(lifecycleStateOf(anew, hook('LAUNCHING', null), instant(99))).toBe('Pending:Wait');
    expect(lifecycleStateOf(anew, hook('LAUNCHING', null), instant(100))).toBe('Pending:Proceed');
  });
});

test('an instance waits for a hook for a hundred heartbeats, and never more than two days', () => {
  expect([30, 1_728, 7_200].map((heartbeat) => globalTimeout({ heartbeat }))).toEqual([3_000, 172_800, 172_800]);
});
