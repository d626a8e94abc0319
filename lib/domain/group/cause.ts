import type { Action } from '../action/action.ts';
import type { Instant } from '../kernel/time.ts';
import type { ActivityKind } from './activity-kind.ts';

type At = (time: Instant) => string;

/** Why something became of an instance, in AWS's words: tools look for them. */
export function causeOf(kind: ActivityKind, action: Action, root: Action, instanceId: string, at: At): string {
  const moved = kind === 'terminate' && isNamed(root) ? 'taken out of service' : MOVED[kind];
  if (moved === undefined) return [why(root, at), what(action, root, kind, at)].join(' ').trim();
  const when = at(action.startedAt ?? action.createdAt);
  const size = sizesIn(root);
  const change = size && size.from !== size.to ? `, ${size.from < size.to ? 'increasing' : 'shrinking'} ${fromTo(size)}` : '';
  return `At ${when} instance ${instanceId} was ${moved} in response to a user request${change}.`;
}

/** Whether somebody said of which instances they want to be rid. */
const isNamed = ({ origin, action, inputs }: Action): boolean =>
  !origin && (GOES.has(action) || (action === 'CLUSTER_RESIZE' && Array.isArray(inputs.nodes)));

const GOES: ReadonlySet<string> = new Set(['CLUSTER_DEL_NODES', 'CLUSTER_REPLACE_NODES', 'NODE_RECOVER', 'NODE_DELETE']);

/** What is only ever done to instances that somebody named. */
const MOVED: Partial<Record<ActivityKind, string>> = {
  attach: 'attached',
  detach: 'detached',
  'enter-standby': 'moved to standby',
  'exit-standby': 'moved out of standby',
};

function why(root: Action, at: At): string {
  const when = at(root.createdAt);
  const size = sizesIn(root);
  if (root.origin?.by === 'health') return `At ${when} an instance was taken out of service in response to a health check.`;
  if (root.origin) return `At ${when} ${lowered(root.origin.reason)}`;
  switch (root.action) {
    case 'CLUSTER_CREATE':
      return `At ${when} a user request created an AutoScalingGroup changing the desired capacity from 0 to ${size?.to ?? 0}.`;
    case 'CLUSTER_RESIZE':
      if (Array.isArray(root.inputs.nodes)) return `At ${when} instances were taken out of service in response to a user request.`;
      if (root.inputs.min_size !== undefined && root.inputs.max_size !== undefined) return `At ${when} ${constrained(root, size)}`;
      return size
        ? `At ${when} a user request explicitly set group desired capacity changing the desired capacity from ${size.from} to ${size.to}.`
        : `At ${when} a user request updated the size of the group.`;
    case 'CLUSTER_DEL_NODES':
    case 'CLUSTER_REPLACE_NODES':
    case 'CLUSTER_OPERATION':
    case 'NODE_RECOVER':
      return `At ${when} instances were taken out of service in response to a user request.`;
    case 'CLUSTER_FILL_POOL':
      return `At ${when} a user request changed the warm pool.`;
    case 'CLUSTER_DELETE':
      return `At ${when} a user request deleted the group.`;
    default:
      return `At ${when} a user request was made: ${root.action}.`;
  }
}

/** All of a group's sizes are said at once by those who update it. */
function constrained({ inputs }: Action, size: Change | undefined): string {
  const changes = size && size.from !== size.to ? ` changing the desired capacity from ${size.from} to ${size.to}` : '';
  return `a user request update of AutoScalingGroup constraints to min: ${inputs.min_size}, max: ${inputs.max_size}, desired: ${inputs.number}${changes}.`;
}

function what(action: Action, root: Action, kind: ActivityKind, at: At): string {
  const when = at(action.startedAt ?? action.createdAt);
  const size = sizesIn(root);
  const difference = size ? `, ${kind === 'launch' ? 'increasing' : 'shrinking'} ${fromTo(size)}` : '';
  if (action.action === 'NODE_RECOVER')
    return kind === 'terminate' ? '' : `At ${when} an instance was launched in response to an unhealthy instance needing to be replaced.`;
  const done = kind === 'launch' ? 'an instance was started' : 'an instance was taken out of service';
  return `At ${when} ${done} in response to a difference between desired and actual capacity${difference}.`;
}

type Change = { readonly from: number; readonly to: number };

const fromTo = ({ from, to }: Change): string => `the capacity from ${from} to ${to}`;

/** What a cluster action was to make of the size, where whoever asked for it wrote that down. */
function sizesIn({ inputs }: Action): Change | undefined {
  const { size_before: from, number: to } = inputs;
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
}

const lowered = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
