import { type Action, isOpen } from '../../domain/action/action.ts';
import { answerHook, type HookAnswer } from '../../domain/action/hook-answer.ts';
import { workQueueOf } from '../../domain/action/work-queue.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { instanceIdOf } from '../../domain/group/instance-id.ts';
import type { GroupHook } from '../../domain/group/lifecycle-hook.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import { untilCommitted } from '../app.ts';
import type { GroupApp, Grouping } from './grouping.ts';
import { livingGroups } from './observe-groups.ts';
import { groupMissing } from './see-groups.ts';

type Waiting = { readonly node: Node; readonly action: Action };

/** The members of a cluster that wait at a hook, and what works on them. */
async function waitingAt({ store }: GroupApp, { project, nodes: ids }: Cluster, { policyId }: GroupHook): Promise<readonly Waiting[]> {
  const nodes = await store.getMany(
    'node',
    ids.map((id) => ({ project, id })),
  );
  const holders = new Map(nodes.flatMap((node) => node.lock.holders.map((id) => [id, node])));
  const actions = await store.getMany(
    'action',
    [...holders.keys()].map((id) => ({ project, id })),
  );
  return actions.flatMap((action) => {
    const node = holders.get(action.id);
    const waits = isOpen(action) && action.hook?.policyId === policyId && action.hook.result === null;
    return node && waits ? [{ node, action }] : [];
  });
}

/** @returns undefined when it was too late */
async function answer(app: GroupApp, action: Action, result: HookAnswer['result'], token = action.hook?.token ?? '') {
  const answered = answerHook(action, { token, result }, app.clock.now());
  if ('code' in answered) return undefined;
  if ((await app.store.commit([{ put: 'action', doc: answered }])) === 'stale') return 'stale';
  if (result !== 'HEARTBEAT') await app.nudges.send([{ project: action.project, id: action.id, queue: workQueueOf(action.action) }]);
  return 'answered';
}

/** One answer to all that wait at a hook. */
export async function answerWaiting(app: GroupApp, cluster: Cluster, hook: GroupHook, result: HookAnswer['result']): Promise<void> {
  await untilCommitted(async () => {
    for (const { action } of await waitingAt(app, cluster, hook)) {
      if ((await answer(app, action, result)) === 'stale') return 'stale';
    }
    return 'ok';
  });
}

/** Whoever is to go anyway does not wait any longer on its way in. */
export const abandonLaunch = (app: GroupApp, { project, lock }: Pick<Node, 'project' | 'lock'>): Promise<void> =>
  untilCommitted(async () => {
    const refs = lock.holders.map((id) => ({ project, id }));
    const coming = (await app.store.getMany('action', refs)).find(({ hook }) => hook?.transition === 'LAUNCHING' && hook.result === null);
    return coming && (await answer(app, coming, 'ABANDON')) === 'stale' ? 'stale' : undefined;
  });

/** One answer to the one that is meant: by its token, by its instance, or by both. */
export const answerLifecycle =
  (app: GroupApp): Grouping['answerLifecycle'] =>
  (realm, { group: name, hook: called, token, instanceId, result }) =>
    untilCommitted(async () => {
      const [living] = await livingGroups(app, realm, [name]);
      if (!living) return groupMissing(name);
      const hook = living.group.hooks?.find((one) => one.name === called);
      if (!hook) return hookMissing(called, name);
      const waiting = await waitingAt(app, living.cluster, hook);
      for (const { node, action } of waiting.filter(({ node }) => instanceId === undefined || instanceIdOf(node) === instanceId)) {
        const done = await answer(app, action, result, token);
        if (done) return done === 'stale' ? 'stale' : { kind: 'ok' };
        if (token === undefined && node) break;
      }
      return nothingWaits(token, instanceId);
    });

const nothingWaits = (token: string | undefined, instanceId: string | undefined): Refusal =>
  refused('hook.over', `No active Lifecycle Action found with ${token === undefined ? `instance ID ${instanceId}` : `token ${token}`}`);

export const hookMissing = (called: string, group: string): Refusal =>
  refused('hook.not-found', `No Lifecycle Hook found with name: ${called} and AutoScalingGroup: ${group}`);
