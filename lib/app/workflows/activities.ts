import type { Outcome, Resource } from '../../domain/action/call.ts';
import type { Node } from '../../domain/cluster/node.ts';
import { childId } from '../../domain/kernel/ids.ts';
import { isJsonObject } from '../../domain/kernel/json.ts';
import { findProfileType } from '../../domain/profile/catalogue.ts';
import { checkOperation } from '../../domain/profile/operation.ts';
import { propertiesOf } from '../../domain/profile/properties.ts';
import type { Answer } from '../../domain/workflow/task.ts';
import type { Driver } from '../../ports/driver.ts';
import { type App, untilCommitted } from '../app.ts';
import { readOneUsed } from '../uses/read-used.ts';
import { askOverHttp } from './http-activity.ts';
import { failedWith, faultedWith, type TaskCall } from './task-call.ts';

/**
 * Does one task. About the node of the run and no other: no input can name another one's. Whoever owns the run owns the node, since both
 * lie in one project.
 */
export async function doTask(app: App, call: TaskCall): Promise<Answer> {
  if (call.activity === 'coppice:http') return askOverHttp(app, call);
  const { project, nodeId } = call.execution;
  const node = await app.store.get('node', { project, id: nodeId });
  if (!node) return failedWith('Node.NotFound', 'The node is gone.');
  const driver = app.drivers(node.profileType);
  if (!driver) return failedWith('Driver.None', `No driver is configured for profile type '${node.profileType}'.`);
  const profile = await readOneUsed(app.store, 'profile', { project, id: node.profileId });
  const resource: Resource = {
    token: node.token,
    physicalId: node.physicalId,
    memory: call.memory ?? node.memory,
    owner: { project, clusterId: node.clusterId, nodeId, nodeName: node.name, index: node.index, role: node.role },
    properties: profile ? propertiesOf(profile) : {},
  };
  if (call.activity === 'coppice:node.details') return details(driver, resource);
  if (call.activity === 'coppice:node.operate') return operate(app, call, driver, node, resource);
  return answerTo(await driver.check({ resource }));
}

async function details(driver: Driver, resource: Resource): Promise<Answer> {
  const answer = await driver.details(resource);
  return answer.kind === 'ok' ? { kind: 'ok', result: answer.details } : answerTo(answer);
}

async function operate(app: App, { execution, input, name }: TaskCall, driver: Driver, node: Node, resource: Resource): Promise<Answer> {
  const { operation, params = {} } = isJsonObject(input) ? input : {};
  const type = findProfileType(node.profileType);
  if (!type || typeof operation !== 'string' || !isJsonObject(params))
    return failedWith('Operation.Invalid', 'Parameters are `operation`, a name, and `params`, an object.');
  const checked = checkOperation(type, operation, params);
  if (checked.kind === 'fault') return failedWith('Operation.Invalid', checked.fault.message);
  const token = childId(execution.id, name, 0, execution.startedAt);
  const outcome = await driver.operate({ token, operation, params: checked.params, resource });
  if (outcome.kind === 'ok') await remember(app, node, outcome);
  return answerTo(outcome);
}

/** What the driver said of the resource is the node's to keep, whoever asked. */
const remember = (app: App, { project, id, token }: Node, said: Extract<Outcome, { kind: 'ok' }>): Promise<unknown> =>
  untilCommitted(async () => {
    const node = await app.store.get('node', { project, id });
    // Made anew meanwhile, it has another resource.
    if (!node || node.token !== token || (!said.memory && !said.data && said.physicalId === undefined)) return 'kept';
    const known = {
      ...(said.physicalId !== undefined && { physicalId: said.physicalId }),
      ...(said.memory && { memory: said.memory }),
      ...(said.data && { data: { ...node.data, ...said.data } }),
    };
    return app.store.commit([{ put: 'node', doc: { ...node, ...known } }]);
  });

/** That a node is ill is an answer and no failure: the workflow decides what follows from it. */
export function answerTo(outcome: Outcome): Answer {
  switch (outcome.kind) {
    case 'ok':
      return { kind: 'ok', result: { healthy: true, ...(outcome.data && { data: outcome.data }) } };
    case 'unhealthy':
      return { kind: 'ok', result: { healthy: false, reason: outcome.reason, gone: outcome.gone } };
    case 'pending':
      return outcome;
    case 'fault':
      return faultedWith(outcome.fault);
  }
}
