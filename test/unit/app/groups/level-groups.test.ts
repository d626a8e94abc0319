import { describe, expect, test } from '@jest/globals';
import { levelGroups } from '../../../../lib/app/groups/level-groups.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { CALMLY } from '../../../support/group-requests.ts';
import { groupService } from '../../../support/group-service.ts';

/** A group `web` of two that was told to have another size while a process was suspended, which goes on by now: whoever let it go on died before doing the rest. */
async function heldBack(process: 'Launch' | 'Terminate', size: number) {
  const service = groupService();
  await service.found();
  await service.groups.suspendProcesses(service.realm, 'web', [process]);
  await service.groups.setDesiredCapacity(service.realm, 'web', size);
  await service.settle();
  const resume = () => service.verbs.resumeCluster(demo, 'web', { processes: [process] });
  const desired = async () => (await service.seen()).sizes.desiredCapacity;
  return { ...service, resume, desired };
}

describe('a group at rest that has not the size it is to have', () => {
  test.each([
    ['Launch', 4],
    ['Terminate', 1],
  ] as const)('comes to it, where %s was held back', async (process, size) => {
    const { app, resume, settle, members, desired, groups, realm } = await heldBack(process, size);
    await resume();
    await settle();
    expect(members()).toHaveLength(2);
    expect(await levelGroups(app)).toEqual([{ project: demo.projectId, id: expect.any(String) }]);
    // Whoever comes while it is being worked on leaves it alone.
    expect(await levelGroups(app)).toEqual([]);
    await settle();
    expect([members().length, await desired()]).toEqual([size, size]);
    expect(await levelGroups(app)).toEqual([]);
    const listed = await groups.listActivities(realm, 'web');
    expect(listed.kind === 'ok' && listed.activities.map(({ cause }) => cause)).toContainEqual(
      expect.stringContaining(`the group had 2 of the ${size} instances that it is to have.`),
    );
  });

  test('is left alone while that is suspended', async () => {
    const { app } = await heldBack('Launch', 4);
    expect(await levelGroups(app)).toEqual([]);
  });

  test('keeps more where all of them are protected', async () => {
    const { app, resume, settle, seen, groups, realm, verbs } = await heldBack('Terminate', 1);
    await resume();
    await settle();
    const ids = (await seen()).instances.map(({ instanceId }) => instanceId);
    await groups.protectInstances(realm, 'web', ids, true);
    expect(await levelGroups(app)).toEqual([]);
    // Not by the verb of groups, which sees to it by itself.
    await verbs.protectNodes(demo, 'web', { nodes: (await seen()).instances.slice(1).map(({ node }) => node.id), protect: false });
    expect(await levelGroups(app)).toHaveLength(1);
  });

  test('is left to a refresh that is under way', async () => {
    const { app, resume, settle, groups, realm } = await heldBack('Launch', 4);
    await resume();
    await settle();
    await groups.startRefresh(realm, 'web', { preferences: CALMLY, desired: undefined });
    expect(await levelGroups(app)).toEqual([]);
  });

  test('keeps who set its size', async () => {
    const { app, resume, settle, seen } = await heldBack('Launch', 4);
    await resume();
    await settle();
    const before = (await seen()).cluster.capacity;
    await levelGroups(app);
    await settle();
    expect([before?.by, (await seen()).cluster.capacity]).toEqual(['user', before]);
  });
});
