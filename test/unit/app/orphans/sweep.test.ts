import { beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../../../lib/app/app.ts';
import { sweepOrphans } from '../../../../lib/app/engine/sweep-orphans.ts';
import { findDrift } from '../../../../lib/app/orphans/find-drift.ts';
import { sweepMembers } from '../../../../lib/app/orphans/sweep-members.ts';
import type { BalanceCall, Outcome, Ownership } from '../../../../lib/domain/action/call.ts';
import type { Node } from '../../../../lib/domain/cluster/node.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { leftMember } from '../../../../lib/domain/orphan/left-member.ts';
import { UNPROVEN } from '../../../../lib/domain/orphan/orphan.ts';
import { type Thing, vanish } from '../../../../lib/drivers/fake/cloud.ts';
import type { Driver } from '../../../../lib/ports/driver.ts';
import { aNode, anAction, PROJECT } from '../../../support/documents.ts';
import { somebody } from '../../../support/furnished.ts';
import { MemoryService } from '../../../support/memory-service.ts';

const TYPE = 'fake.node-1.0';
const GRACE = 3_600;
const member = somebody(PROJECT);
const admin = somebody('ops', 'admin');

let service: MemoryService;
let driver: Driver;

beforeEach(async () => {
  service = new MemoryService();
  driver = service.app.drivers(TYPE) as Driver;
  await service.verbs.createProfile(member, { name: 'small', spec: { type: 'fake.node', version: '1.0', properties: {} } });
});

const sweep = (share = 20) => sweepOrphans(service.app, TYPE, driver, { grace: seconds(GRACE), share });
const orphans = () => service.store.everything('orphan');
const events = () =>
  service.store
    .everything('event')
    .filter(({ action }) => action === 'NODE_SWEEP')
    .map(({ type }) => type);
const [state] = [() => service.store.everything('sweep')[0]];

async function aLivingNode(): Promise<Node> {
  await service.verbs.createNode(member, { name: 'n', profile: 'small' });
  await service.settle();
  return service.store.everything('node').at(-1) as Node;
}

/** A resource that came true after everybody had given it up. @param known whether the table knows the action that asked for it */
async function aStray(known = true, over: Partial<Ownership> = {}): Promise<Thing> {
  const token = newId(service.app);
  const owner = { project: PROJECT, clusterId: '', nodeId: newId(service.app), nodeName: 'lost', index: -1, role: '', ...over };
  const maker = anAction('NODE_CREATE', { id: token, target: owner.nodeId, targetName: 'lost', status: 'FAILED', dueAt: null, version: 0 });
  if (known) await service.store.commit([{ put: 'action', doc: maker }]);
  const resource = { token, physicalId: null, memory: {}, owner, properties: {} };
  const made = await driver.ensure({ token, resource });
  return service.cloud.things.get(made.kind === 'ok' ? (made.physicalId ?? '') : '') as Thing;
}

describe('what nobody remembers', () => {
  test('is listed first, and removed when its time is over; each is told once', async () => {
    const node = await aLivingNode();
    const stray = await aStray();
    service.pass(601);
    expect(await sweep()).toMatchObject({ found: [stray.physicalId], removed: [] });
    expect(orphans()).toMatchObject([{ project: PROJECT, reason: 'node-gone', status: 'LISTED', removeAt: service.now + GRACE * 1_000 }]);
    service.pass(GRACE - 1);
    expect(await sweep()).toMatchObject({ found: [], removed: [] });
    service.pass(1);
    expect(await sweep()).toMatchObject({ removed: [stray.physicalId] });
    expect([...service.cloud.things.keys()]).toEqual([node.physicalId]);
    expect(orphans()).toEqual([]);
    expect(events()).toEqual(['orphan-found', 'orphan-removed']);
    expect(service.store.everything('event').flatMap(({ action, objectName }) => (action === 'NODE_SWEEP' ? objectName : []))).toEqual([
      'lost',
      'lost',
    ]);
    expect(state()).toMatchObject({ listed: 2, orphans: 0, removed: 1, halted: null });
  });

  test('is left alone while it is young, and while its maker is at work', async () => {
    const stray = await aStray();
    service.pass(599);
    expect((await sweep()).found).toEqual([]);
    service.pass(1_000);
    const maker = await service.store.get('action', { project: PROJECT, id: stray.token ?? '' });
    await service.store.commit([
      { put: 'action', doc: { ...(maker as NonNullable<typeof maker>), status: 'RUNNING', dueAt: service.now } },
    ]);
    expect((await sweep()).found).toEqual([]);
  });

  test('is forgotten by the list when it is somebody’s again, or gone', async () => {
    const [one, two] = [await aStray(), await aStray()];
    service.pass(601);
    await sweep();
    vanish(service.cloud, one.physicalId);
    await service.verbs.adoptNode(member, { identity: 'x', type: TYPE });
    const node = { ...(await aLivingNode()), id: two.owner?.nodeId ?? '', token: two.token, physicalId: two.physicalId, version: 0 };
    await service.store.commit([{ put: 'node', doc: node }]);
    await sweep();
    expect(orphans()).toEqual([]);
    expect(service.cloud.things.has(two.physicalId)).toBe(true);
  });
});

describe('what it costs', () => {
  const prices = [
    { type: 'fake.node', where: { latency: 7 }, per_hour: 0.25 },
    { type: 'fake.node', per_hour: 0.1 },
  ];
  const swept = (app: object = { prices }, by: Partial<Driver> = {}) =>
    sweepOrphans({ ...service.app, ...app }, TYPE, { ...driver, ...by }, { grace: seconds(GRACE), share: 20 });
  const costs = () => orphans().map(({ perHour }) => perHour);

  test('is what its cloud says it is, where its node is gone', async () => {
    const stray = await aStray();
    service.cloud.things.set(stray.physicalId, { ...stray, properties: { latency: 7 } });
    await aStray();
    service.pass(601);
    await swept();
    expect(costs().sort()).toEqual([100_000, 250_000]);
  });

  test('is that of its node’s profile, where its node is there', async () => {
    const node = await aLivingNode();
    const stray = await aStray(true, { nodeId: node.id });
    service.cloud.things.set(stray.physicalId, { ...stray, properties: { latency: 7 } });
    service.pass(601);
    await swept();
    expect(orphans()).toMatchObject([{ reason: 'superseded', perHour: 100_000 }]);
  });

  test('is not known where no money is counted, and where the cloud cannot tell', async () => {
    await aStray();
    service.pass(601);
    const silent = async () => ({ kind: 'fault', fault: { kind: 'permanent', code: 'driver.gone', message: 'no' } }) as const;
    await swept({ prices: undefined });
    expect(costs()).toEqual([undefined]);
    await service.store.commit(orphans().map((doc) => ({ remove: 'orphan', doc }) as const));
    await swept({ prices }, { inspect: silent });
    expect(costs()).toEqual([undefined]);
  });
});

describe('whose mark proves nothing', () => {
  const forge = async (signature: string | undefined) => {
    const thing = await aStray();
    service.cloud.things.set(thing.physicalId, { ...thing, ...(signature !== undefined && { signature }) });
    service.pass(601);
    await sweep();
    service.pass(GRACE * 100);
    return { thing, swept: await sweep() };
  };

  test.each([
    ['', 'unsigned'],
    ['f'.repeat(32), 'forged'],
  ])('is never removed by itself, whatever its mark says: signature "%s"', async (signature, reason) => {
    const { thing, swept } = await forge(signature);
    expect(swept.removed).toEqual([]);
    expect(service.cloud.things.has(thing.physicalId)).toBe(true);
    // Nor does the project that it names hear of it.
    expect(orphans()).toMatchObject([{ project: UNPROVEN, reason, removeAt: null }]);
    expect(events()).toEqual([]);
    const asked = { sort: [], filters: {}, globalProject: false };
    expect(await service.verbs.listOrphans(member, asked)).toEqual({ kind: 'ok', orphans: [] });
    expect(await service.verbs.listOrphans(admin, asked)).toMatchObject({ orphans: [{ reason }] });
  });

  test('is nothing for anybody when it is forged, and an administrator’s to judge when it is only unsigned', async () => {
    const forged = await forge('f'.repeat(32));
    const [orphan] = orphans();
    for (const ask of [service.verbs.removeOrphan(admin, orphan?.id ?? ''), service.verbs.adoptOrphan(admin, orphan?.id ?? '', {})])
      expect(await ask).toMatchObject({ kind: 'refused', fault: { code: 'orphan.forged' } });
    expect(service.cloud.things.has(forged.thing.physicalId)).toBe(true);
    vanish(service.cloud, forged.thing.physicalId);
    const unsigned = await forge('');
    expect(await service.verbs.removeOrphan(admin, orphans()[0]?.id ?? '')).toMatchObject({ kind: 'ok', isRemoved: true });
    expect(service.cloud.things.has(unsigned.thing.physicalId)).toBe(false);
  });

  test('is nobody’s business where its node has it: older versions did not sign', async () => {
    const node = await aLivingNode();
    const thing = service.cloud.things.get(node.physicalId ?? '') as Thing;
    thing.signature = '';
    service.pass(601);
    await sweep();
    expect(orphans()).toEqual([]);
  });
});

describe('a table that was restored from a backup', () => {
  test('has nothing removed until an operator says so, and then no more than was said', async () => {
    const kept = await aLivingNode();
    for (let i = 0; i < 4; i++) await aStray(false);
    service.pass(601);
    await sweep();
    service.pass(GRACE);
    const halted = await sweep();
    expect(halted).toMatchObject({ removed: [], halted: expect.stringContaining('4 of 5') });
    expect(orphans().map(({ reason, status }) => `${reason} ${status}`)).toEqual(Array(4).fill('forgotten HELD'));
    expect(await service.verbs.listSweeps(admin, {})).toMatchObject({ sweeps: [{ halted: { due: 4 } }] });

    expect(await service.verbs.proceedSweep(member, TYPE, { atMost: 4 })).toMatchObject({ fault: { code: 'forbidden' } });
    await service.verbs.proceedSweep(admin, TYPE, { atMost: 3 });
    expect(await sweep()).toMatchObject({ removed: [], halted: expect.anything() });
    expect(await service.verbs.proceedSweep(admin, TYPE, { atMost: 4 })).toMatchObject({ kind: 'ok' });
    expect((await sweep()).removed).toHaveLength(4);
    expect(state()).toMatchObject({ halted: null, allowed: null, removed: 4 });
    expect([...service.cloud.things.keys()]).toEqual([kept.physicalId]);
    expect(await service.verbs.proceedSweep(admin, TYPE, { atMost: 4 })).toMatchObject({ fault: { code: 'sweep.not-halted' } });
  });

  test('that knows nothing at all loses nothing', async () => {
    const stray = await aStray(false);
    service.pass(601);
    await sweep();
    service.pass(GRACE);
    expect(await sweep()).toMatchObject({ removed: [], halted: expect.stringContaining('backup') });
    expect(service.cloud.things.has(stray.physicalId)).toBe(true);
  });

  test('a few that the table itself knows to be over are no such thing, many are', async () => {
    for (let i = 0; i < 10; i++) await aStray();
    service.pass(601);
    await sweep();
    service.pass(GRACE);
    expect((await sweep()).removed).toHaveLength(10);
    for (let i = 0; i < 11; i++) await aStray();
    service.pass(601);
    await sweep();
    service.pass(GRACE);
    expect(await sweep()).toMatchObject({ removed: [], halted: expect.stringContaining('at once') });
  });
});

describe('an orphan', () => {
  async function anOrphan() {
    const stray = await aStray();
    service.pass(601);
    await sweep();
    return { stray, id: orphans()[0]?.id ?? '' };
  }

  test('that is adopted is a node like any other, and no orphan any more', async () => {
    const { stray, id } = await anOrphan();
    const made = await service.verbs.adoptOrphan(member, id, { name: 'found', role: 'r' });
    expect(made).toMatchObject({
      kind: 'ok',
      node: { name: 'found', role: 'r', status: 'ACTIVE', physicalId: stray.physicalId, token: stray.token },
    });
    service.pass(GRACE * 2);
    expect((await sweep()).removed).toEqual([]);
    expect(await service.verbs.adoptOrphan(member, id, {})).toMatchObject({ fault: { code: 'orphan.adopted' } });
    expect(await service.verbs.removeOrphan(member, id)).toMatchObject({ fault: { code: 'orphan.adopted' } });
    await service.verbs.deleteNode(member, 'found', { force: false });
    await service.settle();
    expect([...service.cloud.things.keys()]).toEqual([]);
    await sweep();
    expect(orphans()).toEqual([]);
  });

  test('whose mark cannot be rewritten stays its node’s, and is an orphan again when the node is gone without it', async () => {
    driver = { ...driver, own: async () => ({ kind: 'ok' }) };
    (service.app as { drivers: unknown }).drivers = () => driver;
    const { id, stray } = await anOrphan();
    await service.verbs.adoptOrphan(member, id, { name: 'found' });
    service.pass(GRACE * 2);
    expect(await sweep()).toMatchObject({ removed: [], found: [] });
    expect(orphans()).toMatchObject([{ status: 'ADOPTED' }]);
    const [node] = service.store.everything('node');
    await service.store.commit([{ remove: 'node', doc: node as Node }]);
    await sweep();
    expect(orphans()).toMatchObject([{ status: 'LISTED', removeAt: service.now + GRACE * 1_000 }]);
    service.pass(GRACE);
    expect((await sweep()).removed).toEqual([stray.physicalId]);
  });

  test('that is removed by hand goes at once, and cannot be adopted while it goes', async () => {
    const { stray, id } = await anOrphan();
    const slow: Driver = { ...driver, remove: async () => ({ kind: 'pending', again: seconds(1) }) };
    (service.app as { drivers: unknown }).drivers = () => slow;
    expect(await service.verbs.removeOrphan(member, id)).toMatchObject({ kind: 'ok', isRemoved: false });
    expect(await service.verbs.adoptOrphan(member, id, {})).toMatchObject({ fault: { code: 'orphan.removing' } });
    // The sweep finishes what was begun, long before the orphan's time.
    expect((await sweep()).removed).toEqual([stray.physicalId]);
    expect(await service.verbs.showOrphan(member, id)).toMatchObject({ fault: { code: 'orphan.not-found' } });
  });

  test('is not there for other projects', async () => {
    const { id } = await anOrphan();
    const stranger = somebody('elsewhere');
    for (const ask of [
      service.verbs.showOrphan(stranger, id),
      service.verbs.removeOrphan(stranger, id),
      service.verbs.adoptOrphan(stranger, id, {}),
    ])
      expect(await ask).toMatchObject({ fault: { code: 'orphan.not-found' } });
  });

  test('that cannot be removed stays listed with the reason, and is tried again', async () => {
    const { stray } = await anOrphan();
    const willing = driver;
    driver = {
      ...driver,
      remove: async () => ({ kind: 'fault', fault: { kind: 'transient', code: 'cloud.away', message: 'the cloud is away' } }),
    };
    service.pass(GRACE);
    expect((await sweep()).failed).toEqual([`${stray.physicalId}: the cloud is away`]);
    expect(orphans()).toMatchObject([{ status: 'LISTED', statusReason: 'the cloud is away' }]);
    driver = willing;
    expect((await sweep()).removed).toEqual([stray.physicalId]);
  });
});

describe('a node whose resource is gone', () => {
  const compare = async () => {
    const { inventory } = await sweep();
    return findDrift(service.app, '', { ...(inventory as NonNullable<typeof inventory>), types: new Set([TYPE]) });
  };

  test('is marked, and its neighbours are not; nor is one that was only just changed', async () => {
    const [lost, well] = [await aLivingNode(), await aLivingNode()];
    vanish(service.cloud, lost.physicalId ?? '');
    service.pass(60);
    expect(await compare()).toEqual([]);
    service.pass(600);
    expect(await compare()).toEqual([lost.name]);
    const nodes = new Map(service.store.everything('node').map((node) => [node.id, node]));
    expect(nodes.get(lost.id)).toMatchObject({ status: 'ERROR', statusReason: expect.stringContaining('not there any more') });
    expect(nodes.get(well.id)).toMatchObject({ status: 'ACTIVE' });
    expect(await compare()).toEqual([]);
  });

  test('is looked at once more before it is marked: a list may be wrong', async () => {
    await aLivingNode();
    service.pass(601);
    const { inventory } = await sweep();
    const empty = { askedAt: inventory?.askedAt ?? service.now, resources: [], types: new Set([TYPE]) };
    expect(await findDrift(service.app, '', empty)).toEqual([]);
  });
});

describe('a member that its balancer did not let go', () => {
  const answers: Outcome[] = [];
  const asked: BalanceCall[] = [];

  async function left(): Promise<string> {
    asked.length = 0;
    const services = {
      balance: async (call: BalanceCall) => {
        asked.push(call);
        return answers.shift() ?? ({ kind: 'ok' } as const);
      },
    };
    Object.assign(service.app, { services });
    const call = { to: 'balance', ask: 'remove', token: 't', balancer: { policyId: newId(service.app) }, members: [], memory: {} };
    const gone = aNode({ id: newId(service.app), data: { lb_member: 'coppice-m' } });
    const orphan = leftMember({ id: newId(service.app) }, gone, call as never, service.now);
    await service.store.commit([{ put: 'orphan', doc: orphan }]);
    return orphan.id;
  }

  test('is asked away again until it is gone, with what the balancer asked to be told', async () => {
    await left();
    answers.push({ kind: 'fault', fault: { kind: 'transient', code: 'balancer.away', message: 'no answer' } });
    answers.push({ kind: 'pending', again: seconds(1), memory: { since: 7 } });
    expect(await sweepMembers(service.app)).toEqual({ removed: [], failed: ['coppice-m: no answer'] });
    expect(orphans()).toMatchObject([{ status: 'LISTED', statusReason: 'no answer' }]);
    expect(await sweepMembers(service.app)).toEqual({ removed: [], failed: [] });
    expect(await sweepMembers(service.app)).toEqual({ removed: ['coppice-m'], failed: [] });
    expect(asked.map(({ memory }) => memory)).toEqual([{}, {}, { since: 7 }]);
    expect(orphans()).toEqual([]);
    expect(events()).toEqual(['orphan-removed']);
  });

  test('is left alone by the sweep of clouds, is no node, and can be removed by hand', async () => {
    const id = await left();
    service.pass(GRACE * 2);
    await sweep();
    expect(orphans()).toHaveLength(1);
    expect(await service.verbs.adoptOrphan(member, id, {})).toMatchObject({ fault: { code: 'orphan.member' } });
    expect(await service.verbs.removeOrphan(member, id)).toMatchObject({ kind: 'ok', isRemoved: true });
    expect(orphans()).toEqual([]);
  });
});
