import { beforeEach, describe, expect, test } from '@jest/globals';
import { rehearse } from '../../../lib/app/rehearse.ts';
import type { Wish } from '../../../lib/app/wish.ts';
import type { Write } from '../../../lib/domain/documents.ts';
import { refused } from '../../../lib/domain/kernel/fault.ts';
import { demo } from '../../../lib/simulator/tenants.ts';
import { ASKABLE } from '../../../lib/wire/senlin/ask.ts';
import { aPolicy, aProfile, idOf, PROJECT } from '../../support/documents.ts';
import { MemoryService } from '../../support/memory-service.ts';

const origin = { by: 'schedule', id: idOf('schedule'), reason: 'Because it is time.' } as const;
let service: MemoryService;
beforeEach(async () => {
  service = new MemoryService();
  await service.store.commit([
    { put: 'profile', doc: aProfile() },
    { put: 'profile', doc: aProfile({ id: idOf('other'), name: 'other' }) },
    { put: 'policy', doc: aPolicy() },
  ]);
  await service.verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: 2 });
  await service.verbs.createNode(demo, { name: 'lone', profile: 'small' });
  await service.settle();
});

const wish = (action: Wish['action'], inputs: Wish['inputs'] = {}, target = 'web'): Wish => ({ action, inputs, target });
const member = () => service.store.everything('node').find(({ clusterId }) => clusterId !== '')?.name ?? '';

describe('asking by name', () => {
  test.each<[Wish['action'], string, Wish['inputs']]>([
    ['CLUSTER_SCALE_OUT', 'web', { count: 1 }],
    ['CLUSTER_SCALE_IN', 'web', {}],
    ['CLUSTER_RESIZE', 'web', { adjustment_type: 'EXACT_CAPACITY', number: 3 }],
    ['CLUSTER_CHECK', 'web', {}],
    ['CLUSTER_RECOVER', 'web', { operation: 'reboot' }],
    ['CLUSTER_ADD_NODES', 'web', { nodes: ['lone'] }],
    ['CLUSTER_ATTACH_POLICY', 'web', { policy_id: 'deletion' }],
    ['CLUSTER_UPDATE', 'web', { profile_id: 'other' }],
    ['CLUSTER_DELETE', 'web', {}],
    ['CLUSTER_SUSPEND', 'web', { reason: 'night' }],
    ['CLUSTER_RESUME', 'web', {}],
    ['CLUSTER_OPERATION', 'web', { operation: 'reboot', params: {} }],
    ['NODE_CHECK', 'lone', {}],
    ['NODE_RECOVER', 'lone', {}],
    ['NODE_UPDATE', 'lone', { role: 'primary' }],
    ['NODE_DELETE', 'lone', {}],
    ['NODE_OPERATION', 'lone', { operation: 'reboot' }],
  ])('%s is filed on its errand', async (action, target, inputs) => {
    const errand = { origin, actionId: idOf('fire') };
    expect(await service.app.ask({ ...service.app, errand }, demo, wish(action, inputs, target))).toEqual({
      kind: 'ok',
      actionId: idOf('fire'),
    });
    expect(await service.store.get('action', { project: PROJECT, id: idOf('fire') })).toMatchObject({ action, origin });
  });

  test.each<[string, Wish, string]>([
    ['a count', wish('CLUSTER_SCALE_OUT', { count: -1 }), "Value must be >= 0 for field 'count'."],
    ['a size', wish('CLUSTER_RESIZE', {}), 'Not enough parameters to do resize action.'],
    ['a target', wish('CLUSTER_CHECK', {}, 'nobody'), "The cluster 'nobody' could not be found."],
    ['a reference', wish('CLUSTER_ATTACH_POLICY', { policy_id: 'none' }), "The specified policy 'none' could not be found."],
    ['a field', wish('CLUSTER_UPDATE', { colour: 'red' }), "Additional properties are not allowed ('colour' was unexpected)"],
    ['an operation', wish('CLUSTER_OPERATION', { operation: 'dance' }), 'dance'],
    ['nobody may', wish('NODE_JOIN', {}, 'lone'), "The action 'NODE_JOIN' cannot be asked for."],
  ])('%s is refused in the words of the request', async (_, asked, words) => {
    const answer = await service.app.ask(service.app, demo, asked);
    expect(answer).toMatchObject({ kind: 'refused', fault: { message: expect.stringContaining(words) } });
    expect(await rehearse(service.app, demo, asked)).toEqual(answer);
  });

  test('every name is of an action', () => {
    expect(ASKABLE).toHaveLength(21);
  });
});

describe('an errand', () => {
  test('commits what goes along with it, or nothing', async () => {
    const doc = aProfile({ id: idOf('along'), name: 'along' });
    const along = async () => ({ kind: 'ok', writes: [{ put: 'profile', doc }] as readonly Write[] }) as const;
    const errand = { origin, actionId: idOf('fire'), along };
    expect(await service.app.ask({ ...service.app, errand }, demo, wish('CLUSTER_CHECK'))).toMatchObject({ kind: 'ok' });
    expect(await service.store.get('profile', { project: PROJECT, id: doc.id })).toMatchObject({ name: 'along', version: 1 });
  });

  test('that has nothing left to do files nothing', async () => {
    const errand = { origin, actionId: idOf('fire'), along: async () => refused('action.conflict', 'Done already.') };
    expect(await service.app.ask({ ...service.app, errand }, demo, wish('NODE_CHECK', {}, 'lone'))).toMatchObject({ kind: 'refused' });
    expect(await service.store.get('action', { project: PROJECT, id: idOf('fire') })).toBeUndefined();
  });
});

describe('a rehearsal', () => {
  test('changes nothing and tells nobody', async () => {
    const before = JSON.stringify([...service.store.everything('action'), ...service.store.everything('cluster')]);
    expect(await rehearse(service.app, demo, wish('CLUSTER_CHECK', { delete_check_action: true }))).toBeUndefined();
    expect(await rehearse(service.app, demo, wish('CLUSTER_DEL_NODES', { nodes: [member()] }))).toBeUndefined();
    expect(await rehearse(service.app, demo, wish('CLUSTER_DELETE', { force: true }))).toBeUndefined();
    expect(JSON.stringify([...service.store.everything('action'), ...service.store.everything('cluster')])).toBe(before);
    expect(service.sent).toEqual([]);
  });

  test('does not mind that the target is busy', async () => {
    await service.verbs.scaleOut(demo, 'web', { count: 1 });
    expect(await service.app.ask(service.app, demo, wish('CLUSTER_CHECK'))).toMatchObject({ fault: { code: 'resource.locked' } });
    expect(await rehearse(service.app, demo, wish('CLUSTER_CHECK'))).toBeUndefined();
  });
});
