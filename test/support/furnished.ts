import type { Answer } from '../../lib/app/verb.ts';
import type { Principal } from '../../lib/domain/identity/principal.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import { found } from '../../lib/domain/orphan/orphan.ts';
import { newSweep } from '../../lib/domain/orphan/sweep.ts';
import type { Standing } from '../../lib/domain/permission/standing.ts';
import { openExecution } from '../../lib/domain/workflow/execution.ts';
import { demo } from '../../lib/simulator/tenants.ts';
import { aProfile, idOf, PROJECT } from './documents.ts';
import type { MemoryService } from './memory-service.ts';

export const GUEST = 'guest';
export const grantee = (id = GUEST) => ({ type: 'project', id }) as const;

/** Somebody in a project, as strong as it says. */
export const somebody = (projectId: string, standing: Standing = 'member'): Principal => ({
  ...demo,
  userId: projectId === PROJECT ? demo.userId : `${projectId}-user`,
  userName: projectId,
  projectId,
  projectName: projectId,
  roles: { reader: ['reader'], member: ['member', 'reader'], admin: ['admin', 'member', 'reader'] }[standing],
  isAdmin: standing === 'admin',
  canWrite: standing !== 'reader',
});

const SCALING = {
  type: 'senlin.policy.scaling',
  version: '1.0',
  properties: { event: 'CLUSTER_SCALE_IN', adjustment: { type: 'CHANGE_IN_CAPACITY', number: 1 } },
};
const HEALTH = {
  type: 'senlin.policy.health',
  version: '1.1',
  properties: {
    detection: { interval: 600, detection_modes: [{ type: 'NODE_STATUS_POLLING' }] },
    recovery: { actions: [{ name: 'RECREATE' }] },
  },
};

/** The ids of what a project has: one of every kind, and what it takes to ask for anything of them. */
export type Things = Awaited<ReturnType<typeof furnish>>;

/** @param atRest nothing is left to do */
export async function furnish(service: MemoryService, project = PROJECT, atRest = false) {
  const { verbs, store, app } = service;
  const owner = somebody(project);
  const made = async <T extends object>(asked: Promise<Answer<T>>): Promise<T> => {
    const answer = await asked;
    if (answer.kind === 'refused') throw new Error(JSON.stringify(answer));
    return answer;
  };
  const { profile } = await made(verbs.createProfile(owner, { name: 'small', spec: aProfile().spec }));
  const { profile: spare } = await made(verbs.createProfile(owner, { name: 'spare', spec: aProfile().spec }));
  const { policy } = await made(verbs.createPolicy(owner, { name: 'scaling', spec: SCALING }));
  const { policy: other } = await made(verbs.createPolicy(owner, { name: 'other', spec: SCALING }));
  const { policy: health } = await made(verbs.createPolicy(owner, { name: 'health', spec: HEALTH }));
  const { cluster } = await made(verbs.createCluster(owner, { name: 'web', profile: 'small', desiredCapacity: 2 }));
  const { node } = await made(verbs.createNode(owner, { name: 'lone', profile: 'small' }));
  await service.settle();
  for (const { id } of [policy, health]) {
    await made(verbs.attachPolicy(owner, cluster.id, { policy: id, enabled: true }));
    await service.settle();
  }
  const { schedule } = await made(verbs.createSchedule(owner, { name: 'yearly', target: 'web', action: 'CLUSTER_CHECK', cron: '@yearly' }));
  const { receiver } = await made(verbs.createReceiver(owner, { name: 'hook', type: 'webhook', cluster: 'web', action: 'CLUSTER_CHECK' }));
  const { receiver: mailbox } = await made(verbs.createReceiver(owner, { name: 'box', type: 'message' }));
  const { subscription } = await made(
    verbs.createSubscription(owner, { name: 'told', target: { type: 'webhook', url: 'http://nowhere.example/' } }),
  );
  const { secret } = await made(verbs.createSecret(owner, { name: 'a-secret', value: 'of the owner' }));
  const { workflow } = await made(
    verbs.createWorkflow(owner, { name: 'flow', backend: 'local', definition: { StartAt: 'Rest', States: { Rest: { Type: 'Succeed' } } } }),
  );
  const run = {
    id: cluster.id,
    project,
    user: owner.userId,
    input: {},
    caller: { id: cluster.id, action: 'NODE_RECOVER' },
    nodeId: node.id,
  };
  const execution = openExecution(workflow, run as Parameters<typeof openExecution>[1], app.clock.now());
  await store.commit([{ put: 'execution', doc: execution }]);
  const listed = {
    profileType: 'fake.node-1.0',
    token: idOf(`${project}-lost`),
    physicalId: `fake-${project}-lost`,
    project,
    nodeId: idOf('gone'),
  };
  const orphan = found({ ...listed, proof: 'signed' }, 'node-gone', seconds(3_600), app.clock.now());
  await store.commit([{ put: 'orphan', doc: orphan }]);
  // Of no project: the first to come makes it.
  await store.commit([
    { put: 'sweep', doc: { ...newSweep('fake.node-1.0'), halted: { since: app.clock.now(), due: 1, reason: 'too many' } } },
  ]);
  const [member = ''] = (await store.get('cluster', { project, id: cluster.id }))?.nodes ?? [];
  const { grant } = await made(
    verbs.createGrant(owner, { objectKind: 'cluster', object: cluster.id, grantee: grantee('somebody'), access: 'read-only' }),
  );
  // What is left to do stays undone, one action among it; or nothing is left but that.
  service.sent.length = 0;
  const { actionId: action } = await made(verbs.checkNode(owner, member, { params: {} }));
  if (atRest) await service.settle();
  const [event] = (await store.list('event', project)).items.filter(({ clusterId }) => clusterId === cluster.id);
  const [done] = (await store.list('action', project)).items.filter(({ target }) => target === cluster.id);
  service.sent.length = 0;
  return {
    project,
    profile: profile.id,
    spare: spare.id,
    policy: policy.id,
    other: other.id,
    cluster: cluster.id,
    node: node.id,
    member,
    action,
    done: done?.id ?? '',
    event: event?.id ?? '',
    schedule: schedule.id,
    receiver: receiver.id,
    mailbox: mailbox.id,
    subscription: subscription.id,
    secret: secret.id,
    workflow: workflow.id,
    execution: execution.id,
    orphan: orphan.id,
    grant: grant.id,
  };
}
