import { describe, expect, test } from '@jest/globals';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { smallService } from '../../../support/small-service.ts';

const boss = { ...demo, insists: true } as const;

async function service(type = 'fake.node-1.0') {
  const small = smallService();
  await small.found(2, type, type.startsWith('os.heat') ? { template: { resources: {} } } : {});
  const node = (name = 'node-1') => small.members().find((member) => member.name === name);
  return { ...small, node };
}

describe('a suspended node', () => {
  test('is paused by its driver, keeps its status, and is afterwards what it was', async () => {
    const { verbs, done, node, cluster, store } = await service();
    const before = node();
    expect(await done(verbs.suspendNode(demo, 'node-1', {}))).toMatchObject({
      action: 'NODE_OPERATION',
      status: 'SUCCEEDED',
      inputs: { operation: 'suspend' },
    });
    expect(node()).toMatchObject({ status: 'ACTIVE', statusReason: "Suspended by 'suspend'", suspended: { was: { status: 'ACTIVE' } } });
    expect(cluster().status).toBe('ACTIVE');
    expect(
      store
        .everything('event')
        .filter(({ action }) => action === 'suspend')
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['end', 'start']);

    expect(await done(verbs.resumeNode(demo, 'node-1', {}))).toMatchObject({ status: 'SUCCEEDED', inputs: { operation: 'resume' } });
    expect(node()).toMatchObject({ status: before?.status, statusReason: before?.statusReason, suspended: null, was: null });
  });

  test('goes back to the status it had, whatever that was', async () => {
    const { verbs, done, node, store } = await service();
    const ill = { ...node(), status: 'WARNING', statusReason: 'odd' } as never;
    await store.commit([{ put: 'node', doc: ill }]);
    await done(verbs.suspendNode(demo, 'node-1', {}));
    expect(node()).toMatchObject({ status: 'WARNING' });
    await done(verbs.resumeNode(demo, 'node-1', {}));
    expect(node()).toMatchObject({ status: 'WARNING', statusReason: 'odd' });
  });

  test('goes on when its driver is told to by name', async () => {
    const { verbs, done, node } = await service();
    await done(verbs.suspendNode(demo, 'node-1', {}));
    await done(verbs.operateNode(demo, 'node-1', { operation: 'reboot', params: {} }));
    expect(node()?.suspended).toBeTruthy();
    await done(verbs.operateNode(demo, 'node-1', { operation: 'resume', params: {} }));
    expect(node()).toMatchObject({ suspended: null, statusReason: 'Creation succeeded' });
  });

  test('is neither checked nor recovered, unless somebody insists; recovered, it is suspended no more', async () => {
    const { verbs, done, node } = await service();
    await done(verbs.suspendNode(demo, 'node-1', {}));
    expect(await verbs.checkNode(demo, 'node-1', { params: {} })).toMatchObject({ fault: { code: 'node.suspended' } });
    expect(await verbs.recoverNode(demo, 'node-1', {})).toMatchObject({ fault: { code: 'node.suspended' } });
    const checked = await done(verbs.checkCluster(demo, 'web', { params: {} }));
    expect(checked).toMatchObject({ status: 'SUCCEEDED' });
    expect(node()).toMatchObject({ statusReason: "Suspended by 'suspend'" });
    expect(await done(verbs.recoverNode(boss, 'node-1', { operation: 'RECREATE' }))).toMatchObject({ status: 'SUCCEEDED' });
    expect(node()).toMatchObject({ status: 'ACTIVE', suspended: null });
  });

  test('is not chosen to go', async () => {
    const { verbs, done, members } = await service();
    await done(verbs.suspendNode(demo, 'node-2', {}));
    await done(verbs.scaleIn(demo, 'web', { count: 1 }));
    expect(members().map(({ name }) => name)).toEqual(['node-2']);
    await done(verbs.deleteNode(demo, 'node-2', { force: false }));
    expect(members()).toEqual([]);
  });

  test('twice is a conflict, as is resuming what is not suspended', async () => {
    const { verbs, done } = await service();
    expect(await verbs.resumeNode(demo, 'node-1', {})).toMatchObject({
      fault: { code: 'action.conflict', message: "The node 'node-1' is not suspended." },
    });
    await done(verbs.suspendNode(demo, 'node-1', {}));
    expect(await verbs.suspendNode(demo, 'node-1', {})).toMatchObject({
      fault: { code: 'action.conflict', message: "The node 'node-1' is suspended already." },
    });
  });

  test('of a type that cannot pause: refused, with what it can', async () => {
    const { verbs } = await service('os.heat.stack-1.0');
    expect(await verbs.suspendNode(demo, 'node-1', {})).toMatchObject({
      fault: {
        code: 'suspension.unsupported',
        message: "A node of type 'os.heat.stack-1.0' cannot be suspended: the type has no operation that pauses it. It can: abandon.",
      },
    });
  });
});
