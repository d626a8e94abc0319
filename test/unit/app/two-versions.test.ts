import { expect, test } from '@jest/globals';
import { clusteringVerbs } from '../../../lib/app/clustering-verbs.ts';
import { ringAlarms } from '../../../lib/app/engine/ring-alarms.ts';
import { stepAction } from '../../../lib/app/engine/step-action.ts';
import { facts } from '../../../lib/composition/ask.ts';
import { DISCHARGES } from '../../../lib/composition/duties.ts';
import { isOpen } from '../../../lib/domain/action/action.ts';
import { NewerShape } from '../../../lib/domain/shape.ts';
import { anAction, idOf, PROJECT } from '../../support/documents.ts';
import { somebody } from '../../support/furnished.ts';
import { MemoryService } from '../../support/memory-service.ts';
import { nextVersion, thisVersion } from '../../support/versions/next.ts';

const member = somebody(PROJECT);
const HEALTH = {
  type: 'senlin.policy.health',
  version: '1.1',
  properties: {
    detection: { interval: 600, detection_modes: [{ type: 'NODE_STATUS_POLLING' }] },
    recovery: { actions: [{ name: 'RECREATE' }] },
  },
};
const DELETION = { type: 'senlin.policy.deletion', version: '1.1', properties: { criteria: 'OLDEST_FIRST' } };

/** Two versions on one table. Whose turn it is follows from the seed; every message is taken by one of them. */
class Deploy {
  readonly service = new MemoryService();
  readonly lost: string[] = [];
  #turn: number;
  readonly #apps = [
    { ...this.service.app, store: thisVersion(this.service.store, (lost) => this.lost.push(lost)) },
    { ...this.service.app, store: nextVersion(this.service.store) },
  ];

  constructor(seed: number) {
    this.#turn = seed;
  }

  get app() {
    this.#turn = (Math.imul(this.#turn, 1_103_515_245) + 12_345) >>> 0;
    return this.#apps[(this.#turn >>> 16) & 1] as MemoryService['app'];
  }

  get verbs() {
    return clusteringVerbs(this.app, facts());
  }

  async settle(): Promise<void> {
    const { sent } = this.service;
    for (let letter = sent.shift(); letter; letter = sent.shift()) {
      if (letter.delay > 0) continue;
      const { nudge } = letter;
      const app = this.app;
      if ('kind' in nudge) await DISCHARGES[nudge.kind]?.(app, nudge, nudge.part);
      else await app.nudges.send(await stepAction(app, nudge));
    }
  }

  async do(ask: Promise<{ kind: string }>): Promise<void> {
    expect(await ask).toMatchObject({ kind: 'ok' });
    await this.settle();
    this.service.pass(1);
  }
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('this version erases nothing that the next one wrote, and every action ends: seed %d', async (seed) => {
  const deploy = new Deploy(seed);
  const { service } = deploy;
  const spec = (more: object = {}) => ({ type: 'fake.node', version: '1.0', properties: { metadata: {}, ...more } });
  await deploy.do(deploy.verbs.createProfile(member, { name: 'small', spec: spec() }));
  await deploy.do(deploy.verbs.createProfile(member, { name: 'large', spec: spec({ metadata: { size: 'large' } }) }));
  await deploy.do(deploy.verbs.createPolicy(member, { name: 'health', spec: HEALTH }));
  await deploy.do(deploy.verbs.createPolicy(member, { name: 'deletion', spec: DELETION }));
  await deploy.do(deploy.verbs.createCluster(member, { name: 'web', profile: 'small', desiredCapacity: 3 }));
  for (const policy of ['health', 'deletion']) await deploy.do(deploy.verbs.attachPolicy(member, 'web', { policy, enabled: true }));
  await deploy.do(deploy.verbs.scaleOut(member, 'web', { count: 2 }));
  await deploy.do(deploy.verbs.createNode(member, { name: 'one-more', profile: 'small', cluster: 'web' }));
  await deploy.do(deploy.verbs.checkCluster(member, 'web', { params: {} }));
  const [first] = service.store.everything('node');
  await deploy.do(deploy.verbs.recoverNode(member, first?.id ?? '', { operation: 'RECREATE' }));
  await deploy.do(deploy.verbs.standByNode(member, first?.id ?? '', { operation: 'enter_standby', decrement: true }));
  await deploy.do(deploy.verbs.standByNode(member, first?.id ?? '', { operation: 'exit_standby' }));
  await deploy.do(deploy.verbs.updateCluster(member, 'web', { profile: 'large' }));
  await deploy.do(deploy.verbs.updateBinding(member, 'web', { policy: 'deletion', enabled: false }));
  await deploy.do(deploy.verbs.suspendCluster(member, 'web', { processes: ['HealthCheck'] }));
  await deploy.do(deploy.verbs.resumeCluster(member, 'web', {}));
  await deploy.do(deploy.verbs.scaleIn(member, 'web', { count: 1 }));
  await deploy.do(deploy.verbs.resizeCluster(member, 'web', { adjustmentType: 'EXACT_CAPACITY', number: 2, strict: true }));
  await deploy.do(deploy.verbs.detachPolicy(member, 'web', { policy: 'deletion' }));
  expect(deploy.lost).toEqual([]);
  for (const { action, status, statusReason } of service.store.everything('action'))
    expect(`${action} ${status} ${status === 'SUCCEEDED' ? '' : statusReason}`).toBe(`${action} SUCCEEDED `);
  await deploy.do(deploy.verbs.deleteCluster(member, 'web', { force: false }));
  expect([...service.cloud.things.keys()]).toEqual([]);
  expect(service.store.everything('action').filter(isOpen)).toEqual([]);
});

test('an action that only the next version knows is left to it: not touched, not ended, and nobody stumbles over it', async () => {
  const service = new MemoryService();
  const unknown = anAction('NODE_TELEPORT' as never, { id: idOf('t'), version: 0 });
  await service.store.commit([{ put: 'action', doc: unknown }]);
  service.pass(3_600);
  await expect(stepAction(service.app, unknown)).rejects.toThrow(NewerShape);
  expect(await ringAlarms(service.app)).toBe(0);
  expect(service.sent).toEqual([]);
  expect(await service.store.get('action', unknown)).toEqual({ ...unknown, version: 1 });
  expect(await service.verbs.listActions(member, { sort: [], filters: {}, globalProject: false })).toMatchObject({
    actions: [{ action: 'NODE_TELEPORT' }],
  });
});
