import type { Ref } from '../documents.ts';
import { shortId } from '../kernel/ids.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant, Seconds } from '../kernel/time.ts';
import type { Action, ActionName, Origin } from './action.ts';

export type NewAction = Ref & {
  readonly user: string;
  readonly action: ActionName;
  readonly target: string;
  readonly targetName: string;
  readonly clusterId: string;
  readonly inputs: JsonObject;
  readonly timeout: Seconds;
  readonly parentId?: string;
  readonly origin?: Origin;
  /** Otherwise it is named after what it does. */
  readonly name?: string;
};

/** A new action, ready to run. @param dueBy when somebody should look whether it was started */
export function openAction({ parentId, ...fields }: NewAction, now: Instant, dueBy: Instant): Action {
  return {
    ...fields,
    name: fields.name ?? nameOf(fields),
    cause: parentId === undefined ? 'RPC Request' : 'Derived Action',
    parentId: parentId ?? null,
    status: 'READY',
    statusReason: 'The action is ready to be processed.',
    outputs: {},
    data: {},
    state: null,
    memory: null,
    attempts: 0,
    dueAt: dueBy,
    deadline: null,
    signal: null,
    closing: null,
    lease: null,
    createdAt: now,
    startedAt: null,
    endedAt: null,
    updatedAt: null,
    version: 0,
  };
}

/** `cluster_scale_out_3870eef0`, `attach_policy_3870eef0`, `node_reboot_3870eef0`: the names Senlin's clients show. */
function nameOf({ action, target, inputs }: Pick<NewAction, 'action' | 'target' | 'inputs'>): string {
  const verb = action.endsWith('_OPERATION')
    ? `${action.split('_')[0]}_${String(inputs.operation)}`
    : action.endsWith('_POLICY')
      ? action.slice('CLUSTER_'.length)
      : action;
  return `${verb.toLowerCase()}_${shortId(target)}`;
}
