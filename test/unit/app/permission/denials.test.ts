import { beforeEach, describe, expect, test } from '@jest/globals';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import type { Answer } from '../../../../lib/app/verb.ts';
import { facts } from '../../../../lib/composition/ask.ts';
import { readConfig } from '../../../../lib/composition/config.ts';
import { WORK_QUEUES } from '../../../../lib/domain/action/work-queue.ts';
import { DUTY_QUEUES } from '../../../../lib/domain/duty.ts';
import { ACCESSES } from '../../../../lib/domain/permission/access.ts';
import { type Denial, isDenied } from '../../../../lib/domain/permission/denial.ts';
import { RULES } from '../../../../lib/domain/permission/rules.ts';
import { STANDINGS } from '../../../../lib/domain/permission/standing.ts';
import { operatorRules } from '../../../../lib/platform/operator-rules.ts';
import { PROJECT } from '../../../support/documents.ts';
import { furnish, GUEST, grantee, somebody, type Things } from '../../../support/furnished.ts';
import { MemoryService } from '../../../support/memory-service.ts';

let service: MemoryService;
let things: Things;
beforeEach(async () => {
  service = new MemoryService();
  things = await furnish(service, PROJECT, true);
});

const verbsUnder = (...denials: readonly Denial[]) => clusteringVerbs({ ...service.app, decisions: operatorRules(denials) }, facts());
const codeOf = async (asked: Promise<Answer<object>>) => {
  const answer = await asked;
  return answer.kind === 'refused' ? answer.fault.code : 'ok';
};
const member = somebody(PROJECT);
const reader = somebody(PROJECT, 'reader');
const admin = somebody('root', 'admin');

describe('what the operator does not allow', () => {
  test('is forbidden to those it names', async () => {
    const verbs = verbsUnder({ kinds: ['workflow'], roles: ['member'] }, { verbs: ['showNode'], roles: ['trainee'] });
    expect(await codeOf(verbs.showWorkflow(member, things.workflow))).toBe('forbidden');
    for (const one of [reader, admin]) expect(await codeOf(verbs.showWorkflow(one, things.workflow))).toBe('ok');
    expect(await codeOf(verbs.showNode({ ...member, roles: ['member', 'trainee'] }, things.node, { details: false }))).toBe('forbidden');
    expect(await codeOf(verbs.showNode(member, things.node, { details: false }))).toBe('ok');
  });

  test('may be only what is reached by grants', async () => {
    const verbs = verbsUnder({ access: ['read-write'], verbs: ['scaleOut'] });
    await verbs.createGrant(member, { objectKind: 'cluster', object: 'web', grantee: grantee(), access: 'read-write' });
    const guest = somebody(GUEST);
    expect(await codeOf(verbs.scaleOut(guest, 'web', {}))).toBe('forbidden');
    expect(await codeOf(verbs.checkCluster(guest, 'web', { params: {} }))).toBe('ok');
    await service.settle();
    expect(await codeOf(verbs.scaleOut(member, 'web', {}))).toBe('ok');
  });

  test('goes for what is done later, too', async () => {
    const decisions = operatorRules([{ verbs: ['checkCluster'] }]);
    const asked = service.app.ask({ ...service.app, decisions }, member, { action: 'CLUSTER_CHECK', target: 'web', inputs: {} });
    expect(await codeOf(asked)).toBe('forbidden');
  });

  test('never widens: whatever is denied, nobody may more than the rules let', async () => {
    const verbs = verbsUnder({ kinds: ['workflow'] });
    expect(await codeOf(verbs.deleteCluster(reader, 'web', { force: false }))).toBe('forbidden');
    for (const [verb, { kind }] of Object.entries(RULES))
      for (const standing of STANDINGS)
        for (const access of [null, ...ACCESSES]) {
          const asked = { verb, kind, caller: somebody(PROJECT, standing), access };
          expect(isDenied([], asked)).toBe(false);
          expect(isDenied([{ kinds: [kind] }], asked)).toBe(true);
        }
  });
});

describe('denials in the configuration', () => {
  const queues = [...WORK_QUEUES, ...DUTY_QUEUES].map((queue) => `QUEUE_${queue.toUpperCase().replaceAll('-', '_')}`);
  const env = { TABLE: 't', ...Object.fromEntries(queues.map((name) => [name, 'http://127.0.0.1:1/q'])) };
  const read = (COPPICE_DENY: string) => readConfig({ ...env, COPPICE_DENY }).COPPICE_DENY;

  test('are read once, at the start', () => {
    expect(read('')).toEqual([]);
    expect(read('[{"verbs": ["createGrant"], "roles": ["member"]}]')).toEqual([{ verbs: ['createGrant'], roles: ['member'] }]);
  });

  test.each(['{', '{}', '[{}]', '[{"verbs": ["createPeace"]}]', '[{"kinds": ["cloud"]}]', '[{"verbs": []}]', '[{"allow": ["admin"]}]'])(
    'that make no sense do not start: %s',
    (text) => {
      expect(() => read(text)).toThrow('COPPICE_DENY');
    },
  );
});
