import { expect, test } from '@jest/globals';
import { groupVerbs } from '../../../../lib/app/groups/group-verbs.ts';
import type { GroupChange } from '../../../../lib/app/groups/grouping.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { aGroup, MACHINES } from '../../../support/group-requests.ts';
import { smallService } from '../../../support/small-service.ts';

const realm = { caller: demo, region: 'us-east-1' };
const colleague = { ...realm, caller: { ...demo, userId: 'somebody-else' } };

/** A group of two, whose maker said so. */
async function declared() {
  const service = smallService();
  const groups = groupVerbs({ ...service.app, machines: MACHINES });
  await groups.createLaunchConfiguration(realm, { name: 'small', imageId: 'ami-1', instanceType: 't3.micro', input: {} });
  await groups.createGroup(realm, { ...aGroup('web', 'small'), desiredCapacity: 2 });
  await service.settle();
  await groups.putScalingPolicy(realm, 'web', {
    ...{ name: 'up', kind: 'SimpleScaling', adjustmentType: 'ChangeInCapacity', adjustment: 2, enabled: true },
  });
  const grow = () => groups.executePolicy(realm, { group: 'web', policy: { name: 'up' } }, { honorsCooldown: false });
  const size = async () => {
    const seen = await groups.showGroup(realm, 'web');
    return seen.kind === 'ok' ? seen.sizes.desiredCapacity : undefined;
  };
  const apply = (change: GroupChange, by = realm) => groups.updateGroup(by, 'web', change);
  return { ...service, groups, grow, size, apply };
}

test('the same size applied again does not undo what a policy has made of it, and says so', async () => {
  const { grow, size, apply, settle, store, cluster } = await declared();
  await grow();
  expect(await apply({ desiredCapacity: 2 })).toMatchObject({
    kind: 'ok',
    warning: expect.stringContaining('stays at 4, which a scaling policy has set'),
  });
  expect(await size()).toBe(4);
  await settle();
  // The same, once nothing waits for its turn, with other things to change.
  expect(await apply({ desiredCapacity: 2, maxSize: 8, defaultCooldown: 5 })).toMatchObject({ warning: expect.any(String) });
  await settle();
  expect([await size(), cluster().maxSize, cluster().capacity?.by]).toEqual([4, 8, 'policy']);
  expect(store.everything('event').filter(({ type }) => type === 'capacity-kept')).toHaveLength(2);
});

test('another size is meant, and so is one that somebody sets outright', async () => {
  const { grow, size, apply, groups } = await declared();
  await grow();
  expect(await apply({ desiredCapacity: 3 })).toEqual({ kind: 'ok' });
  expect(await size()).toBe(3);
  await grow();
  await groups.setDesiredCapacity(realm, 'web', 2);
  expect(await size()).toBe(2);
});

test('whoever has set a size themselves is heeded, and whoever another has, is not', async () => {
  const { size, apply, groups } = await declared();
  await groups.setDesiredCapacity(realm, 'web', 4);
  expect(await apply({ desiredCapacity: 2 })).toEqual({ kind: 'ok' });
  expect(await size()).toBe(2);
  await groups.setDesiredCapacity(colleague, 'web', 4);
  expect(await apply({ desiredCapacity: 2 })).toMatchObject({ warning: expect.stringContaining('another user') });
  expect(await size()).toBe(4);
  // The colleague has declared nothing yet.
  expect(await apply({ desiredCapacity: 2 }, colleague)).toEqual({ kind: 'ok' });
  expect(await size()).toBe(2);
});

test('bounds go before whoever owns the size', async () => {
  const { grow, size, apply } = await declared();
  await grow();
  expect(await apply({ desiredCapacity: 2, maxSize: 3 })).toMatchObject({ warning: expect.any(String) });
  expect(await size()).toBe(3);
  expect(await apply({ desiredCapacity: 9 })).toMatchObject({ fault: { code: 'group.size' } });
});

test('a resize of the newest microversion is a declaration, unless it is forced', async () => {
  const { grow, verbs, settle, cluster } = await declared();
  await grow();
  await settle();
  const to = (number: number, { insists, ...more }: { readonly insists?: true; readonly declares?: boolean } = {}) =>
    verbs.resizeCluster({ ...demo, ...(insists && { insists }) }, 'web', {
      adjustmentType: 'EXACT_CAPACITY',
      number,
      strict: true,
      declares: true,
      ...more,
    });
  expect(await to(2)).toMatchObject({ kind: 'ok', warning: expect.stringContaining('stays at 4') });
  await settle();
  expect([cluster().desiredCapacity, cluster().capacity?.by]).toEqual([4, 'policy']);
  expect(await to(2, { insists: true })).not.toHaveProperty('warning');
  await settle();
  expect([cluster().desiredCapacity, cluster().capacity?.by]).toEqual([2, 'user']);
  await grow();
  await settle();
  // Older clients know of none of this.
  expect(await to(2, { declares: false })).not.toHaveProperty('warning');
});
