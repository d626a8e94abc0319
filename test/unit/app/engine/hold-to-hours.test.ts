import { beforeEach, describe, expect, test } from '@jest/globals';
import { fileAction } from '../../../../lib/app/engine/file-action.ts';
import { ringAlarms } from '../../../../lib/app/engine/ring-alarms.ts';
import type { Cluster } from '../../../../lib/domain/cluster/cluster.ts';
import type { Write } from '../../../../lib/domain/documents.ts';
import { type Instant, instant } from '../../../../lib/domain/kernel/time.ts';
import { demo } from '../../../../lib/simulator/tenants.ts';
import { anAction, aPolicy, aProfile, idOf, PROJECT } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const at = (iso: string): Instant => instant(Date.parse(`2026-11-20T${iso}Z`));
const TYPE = 'coppice.policy.maintenance';

let service: MemoryService;
async function begin(properties: object): Promise<void> {
  service = new MemoryService(at('11:00'));
  const spec = { type: TYPE, version: '1.0', properties: { windows: [{ cron: '0 14 * * *', duration: 3_600 }], ...properties } };
  await service.store.commit([
    { put: 'profile', doc: aProfile() },
    { put: 'profile', doc: aProfile({ id: idOf('other'), name: 'other' }) },
    { put: 'policy', doc: aPolicy({ name: 'afternoons', type: `${TYPE}-1.0`, spec }) },
  ]);
  await service.verbs.createCluster(demo, { name: 'web', profile: 'small', desiredCapacity: 2 });
  await service.settle();
  await service.verbs.attachPolicy(demo, 'web', { policy: 'afternoons', enabled: true });
  await service.settle();
}
const update = (caller = demo) => service.verbs.updateCluster(caller, 'web', { profile: 'other' });
const action = async (id: string) => service.store.get('action', { project: PROJECT, id });
const web = () => service.store.everything('cluster')[0];
async function ring(): Promise<void> {
  await ringAlarms(service.app);
  await service.settle();
}

describe('at the wrong time', () => {
  beforeEach(() => begin({}));

  test('what disrupts is refused, and nothing is filed', async () => {
    expect(await update()).toMatchObject({
      kind: 'refused',
      fault: { code: 'policy.outside-window', message: expect.stringContaining('from 2026-11-20T14:00:00Z to 2026-11-20T15:00:00Z') },
    });
    const member = service.store.everything('node')[0]?.name ?? '';
    expect(await service.verbs.recoverNode(demo, member, {})).toMatchObject({ fault: { code: 'policy.outside-window' } });
    expect(service.store.everything('action').filter(({ action: name }) => /UPDATE$|RECOVER/.test(name))).toEqual([]);
  });

  test('what does not is done', async () => {
    expect(await service.verbs.updateCluster(demo, 'web', { name: 'web2' })).toMatchObject({ kind: 'ok' });
    await service.settle();
    expect(await service.verbs.scaleOut(demo, 'web2', { count: 1 })).toMatchObject({ kind: 'ok' });
  });

  test('whoever insists is heard, and it is noted', async () => {
    const answer = await update({ ...demo, insists: true });
    await service.settle();
    const id = answer.kind === 'ok' ? answer.actionId : '';
    expect(await action(id)).toMatchObject({
      status: 'SUCCEEDED',
      data: { maintenance: { policy_id: idOf('policy'), forced: expect.stringContaining('14:00:00Z') } },
    });
  });

  test('a policy that is not heeded holds up nothing', async () => {
    await service.verbs.updateBinding(demo, 'web', { policy: 'afternoons', enabled: false });
    await service.settle();
    expect(await update()).toMatchObject({ kind: 'ok' });
  });

  test('in the window, it is done', async () => {
    service.now = at('14:00');
    expect(await update()).toMatchObject({ kind: 'ok' });
    await service.settle();
    expect(web()).toMatchObject({ status: 'ACTIVE', profileId: idOf('other') });
  });
});

describe('where it waits', () => {
  beforeEach(() => begin({ defer: true }));
  const waiting = async () => {
    const answer = await update();
    if (answer.kind === 'refused') throw new Error(answer.fault.message);
    return answer.actionId;
  };

  test('it holds nothing until its time, and is done then', async () => {
    const id = await waiting();
    await service.settle();
    expect(await action(id)).toMatchObject({
      status: 'WAITING',
      dueAt: at('14:00'),
      startedAt: null,
      statusReason: expect.stringContaining("By policy 'afternoons'"),
    });
    expect(web()?.lock.holders).toEqual([]);
    expect(await service.verbs.scaleOut(demo, 'web', { count: 1 })).toMatchObject({ kind: 'ok' });
    await service.settle();

    service.now = at('13:59:59');
    await ringAlarms(service.app, { everyone: true });
    await service.settle();
    expect(await action(id)).toMatchObject({ status: 'WAITING', startedAt: null });
    service.now = at('14:00:10');
    await ring();
    expect(await action(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(web()).toMatchObject({ status: 'ACTIVE', profileId: idOf('other'), desiredCapacity: 3 });
  });

  test('it is filed only while its cluster is as it was seen, and along with what is written of it', async () => {
    const file = (cluster: Cluster, write: Write) => {
      const { id, project, user } = anAction('CLUSTER_UPDATE', { id: idOf(`${cluster.version} ${write.doc.id}`) });
      const inputs = { new_profile_id: idOf('other') };
      const about = { target: cluster.id, targetName: cluster.name, clusterId: cluster.id, timeout: cluster.timeout };
      const action = { id, project, user, action: 'CLUSTER_UPDATE', inputs, ...about } as const;
      return fileAction(service.app, { action, cluster, writes: [write] });
    };
    const seen = web() as Cluster;
    const another: Write = { put: 'profile', doc: aProfile({ id: idOf('third'), name: 'third' }) };
    expect(await file({ ...seen, version: seen.version - 1 }, another)).toBe('stale');
    expect(await file(seen, another)).toMatchObject({ kind: 'filed' });
    expect(await file(seen, { put: 'cluster', doc: { ...seen, metadata: { a: 1 } } })).toMatchObject({ kind: 'filed' });
    expect(web()).toMatchObject({ metadata: { a: 1 }, lock: { holders: [] } });
  });

  test('a node waits as well', async () => {
    const answer = await service.verbs.recoverNode(demo, service.store.everything('node')[0]?.name ?? '', {});
    const id = answer.kind === 'ok' ? answer.actionId : '';
    expect(await action(id)).toMatchObject({ status: 'WAITING', dueAt: at('14:00') });
    service.now = at('14:00');
    await ring();
    expect(await action(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('whose turn comes when the time is over, it fails and has done nothing', async () => {
    const id = await waiting();
    service.now = at('15:00');
    await ring();
    expect(await action(id)).toMatchObject({
      status: 'FAILED',
      statusReason: 'The time in which it was to begin was over before its turn came.',
      dueAt: null,
    });
    expect(web()).toMatchObject({ profileId: idOf('profile'), lock: { holders: [], queue: [] } });
  });

  test('behind somebody else it takes its turn', async () => {
    const id = await waiting();
    service.now = at('14:00');
    await service.verbs.scaleOut(demo, 'web', { count: 1 });
    await ring();
    await service.settle();
    expect(await action(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('it can be cancelled, and survives its cluster', async () => {
    const [one, other] = [await waiting(), await waiting()];
    await service.verbs.cancelAction(demo, one, { force: false });
    await service.settle();
    await ring();
    expect(await action(one)).toMatchObject({ status: 'CANCELLED' });
    await service.verbs.deleteCluster(demo, 'web', { force: false });
    await service.settle();
    service.now = at('14:00');
    await ring();
    expect(await action(other)).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('no longer exists') });
  });
});
