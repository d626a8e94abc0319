import { beforeEach, describe, expect, test } from '@jest/globals';
import { orderOf } from '../../../lib/domain/kernel/ids.ts';
import type { JsonObject } from '../../../lib/domain/kernel/json.ts';
import { record, type Shown, ShownAction, ShownCluster } from '../../../lib/simulator/recorded/record.ts';
import { Recording } from '../../../lib/simulator/recorded/recording.ts';
import { relive } from '../../../lib/simulator/recorded/relive.ts';
import { replayRecording } from '../../../lib/simulator/recorded/replay-recording.ts';
import { v1 } from '../../../lib/wire/senlin/microversion.ts';
import { actionView } from '../../../lib/wire/senlin/views/action.ts';
import { clusterView } from '../../../lib/wire/senlin/views/cluster.ts';
import { PROJECT } from '../../support/documents.ts';
import { somebody } from '../../support/furnished.ts';
import { MemoryService } from '../../support/memory-service.ts';

const member = somebody(PROJECT);
let service: MemoryService;
let id: string;

const profile = (name: string, properties: JsonObject = {}) =>
  service.verbs.createProfile(member, { name, spec: { type: 'fake.node', version: '1.0', properties } });
const after = async (asked: Promise<unknown>) => {
  expect(await asked).toMatchObject({ kind: 'ok' });
  await service.settle();
  service.pass(10);
};

/** A cluster whose cloud refuses from some moment on. */
beforeEach(async () => {
  service = new MemoryService();
  await profile('good');
  await profile('refused', { create_failures: 99, failure_kind: 'permanent' });
  const spec = { type: 'senlin.policy.deletion', version: '1.1', properties: { criteria: 'OLDEST_FIRST' } };
  await service.verbs.createPolicy(member, { name: 'oldest', spec });
  const made = await service.verbs.createCluster(member, { name: 'web', profile: 'good', desiredCapacity: 3, maxSize: 5 });
  id = made.kind === 'ok' ? made.cluster.id : '';
  await service.settle();
  service.pass(60);
  await after(service.verbs.attachPolicy(member, id, { policy: 'oldest', enabled: true }));
  await after(service.verbs.scaleIn(member, id, { count: 1 }));
  await after(service.verbs.updateCluster(member, id, { profile: 'refused', profileOnly: true }));
  await after(service.verbs.scaleOut(member, id, { count: 2 }));
  await after(service.verbs.resizeCluster(member, id, { adjustmentType: 'EXACT_CAPACITY', number: 1, strict: true }));
});

const shown = (): Shown => {
  const doc = service.store.everything('cluster').find((one) => one.id === id);
  const actions = service.store.everything('action').map((one) => ShownAction.parse(actionView(one, 'engine', v1(15))));
  const [policy] = service.store.everything('policy');
  return {
    clusterId: id,
    cluster: doc && ShownCluster.parse(clusterView({ cluster: doc, profileName: 'good' }, v1(15))),
    actions,
    policies: new Map(policy ? [[policy.id, policy.spec]] : []),
    attached: policy ? [policy.id] : [],
  };
};

test('what failed fails here for the same reason, and everything else ends as it did', async () => {
  const recording = record(shown());
  expect(recording.deeds.map(({ action, status }) => `${action} ${status}`)).toEqual([
    'CLUSTER_CREATE SUCCEEDED',
    'CLUSTER_ATTACH_POLICY SUCCEEDED',
    'CLUSTER_SCALE_IN SUCCEEDED',
    'CLUSTER_UPDATE SUCCEEDED',
    'CLUSTER_SCALE_OUT FAILED',
    'CLUSTER_RESIZE SUCCEEDED',
  ]);
  const { broken, differences, log } = await relive(recording);
  expect({ broken, differences }).toEqual({ broken: [], differences: [] });
  expect(log.some((line) => line.includes('CLUSTER_SCALE_OUT recorded FAILED'))).toBe(true);
});

test('it is a file that says whose nothing is, and the same life wherever it is lived', async () => {
  const recording = record(shown());
  const again = Recording.parse(JSON.parse(JSON.stringify(recording)));
  expect(again).toEqual(recording);
  expect(JSON.stringify(recording)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  for (const name of ['web', 'good', 'refused', PROJECT]) expect(JSON.stringify(recording)).not.toContain(`"${name}"`);
  const [one, other] = [await relive(recording, { seed: 5, draws: 300 }), await relive(again, { seed: 5, draws: 300 })];
  expect(one.log).toEqual(other.log);
});

test('it begins with whoever was there, where the beginning is forgotten', async () => {
  const whole = shown();
  const since = whole.actions.find(({ action }) => action === 'CLUSTER_SCALE_IN')?.id ?? '';
  const recording = record({ ...whole, actions: whole.actions.filter((one) => orderOf(one.id) >= orderOf(since)) });
  expect(recording).toMatchObject({ members: 3, max: 5, policies: { 'policy-1': { attached: true } } });
  expect(recording.deeds.map(({ action }) => action)[0]).toBe('CLUSTER_SCALE_IN');
  expect(await relive(recording)).toMatchObject({ broken: [], differences: [] });
});

test('what ends otherwise here is said', async () => {
  const recording = record(shown());
  const deeds = recording.deeds.map((deed) => (deed.action === 'CLUSTER_SCALE_IN' ? { ...deed, status: 'FAILED' as const } : deed));
  expect((await relive({ ...recording, deeds })).differences).toEqual([
    expect.stringMatching(/^CLUSTER_SCALE_IN at 70 s ended FAILED .* and SUCCEEDED here/),
  ]);
});

describe('on the command line', () => {
  const printed: string[] = [];
  const run = (how: { readonly from: number; readonly runs: number | undefined }) =>
    replayRecording(
      record(shown()),
      { trace: false, ...how },
      (line) => printed.push(line),
      () => {},
    );

  test('as it went', async () => {
    expect(await run({ from: 1, runs: undefined })).toBe(0);
    expect(printed.splice(0)).toEqual(['all 6 deeds ended as they did', 'every law held']);
  });

  test('so often, with all that may go wrong', async () => {
    expect(await run({ from: 1, runs: 20 })).toBe(0);
    expect(printed.splice(0).at(-1)).toBe('every law held');
  });
});
