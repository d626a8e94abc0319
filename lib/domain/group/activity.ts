import { type Action, isOpen } from '../action/action.ts';
import type { Instant } from '../kernel/time.ts';

export type ActivityStatus = 'PreInService' | 'MidLifecycleAction' | 'InProgress' | 'Successful' | 'Failed' | 'Cancelled';

/** What became of one instance, and why: AWS's account of an action on a node. */
export type Activity = {
  readonly id: string;
  readonly launches: boolean;
  readonly status: ActivityStatus;
  /** 0 to 100. Whoever failed is through, too. */
  readonly progress: number;
  readonly cause: string;
  readonly message: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
};

const LAUNCHING: ReadonlySet<string> = new Set(['NODE_CREATE', 'NODE_JOIN', 'NODE_RECOVER']);
const TERMINATING: ReadonlySet<string> = new Set(['NODE_DELETE', 'NODE_LEAVE']);

/** Whether an action is told of as an activity: those by which instances come and go. */
export const isActivity = ({ action }: Pick<Action, 'action'>): boolean => LAUNCHING.has(action) || TERMINATING.has(action);

/** @param root the action that this one is part of, or itself @param at a time as clients read it */
export function activityOf(action: Action, root: Action, at: (time: Instant) => string): Activity {
  const launches = LAUNCHING.has(action.action);
  const { createdAt, startedAt, endedAt } = action;
  return {
    id: action.id,
    launches,
    status: statusOf(action, launches),
    progress: isOpen(action) ? (startedAt === null ? 0 : 50) : 100,
    cause: `${why(root, at)} ${what(action, root, launches, at)}`.slice(0, LONGEST_CAUSE),
    message: action.status === 'FAILED' || action.status === 'CANCELLED' ? action.statusReason : '',
    startedAt: startedAt ?? createdAt,
    endedAt,
  };
}

const LONGEST_CAUSE = 1_023;

function statusOf(action: Action, launches: boolean): ActivityStatus {
  if (!isOpen(action)) return action.status === 'SUCCEEDED' ? 'Successful' : action.status === 'CANCELLED' ? 'Cancelled' : 'Failed';
  if (action.hook?.result === null) return 'MidLifecycleAction';
  return launches && action.startedAt === null ? 'PreInService' : 'InProgress';
}

/** Tools look for these words. */
function why(root: Action, at: (time: Instant) => string): string {
  const when = at(root.createdAt);
  const size = sizesIn(root);
  if (root.origin?.by === 'health') return `At ${when} an instance was taken out of service in response to a health check.`;
  if (root.origin) return `At ${when} ${lowered(root.origin.reason)}`;
  switch (root.action) {
    case 'CLUSTER_CREATE':
      return `At ${when} a user request created an AutoScalingGroup changing the desired capacity from 0 to ${size?.to ?? 0}.`;
    case 'CLUSTER_RESIZE':
      return size
        ? `At ${when} a user request explicitly set group desired capacity changing the desired capacity from ${size.from} to ${size.to}.`
        : `At ${when} a user request updated the size of the group.`;
    case 'CLUSTER_DEL_NODES':
    case 'NODE_RECOVER':
      return `At ${when} instances were taken out of service in response to a user request.`;
    case 'CLUSTER_ADD_NODES':
      return `At ${when} instances were attached in response to a user request.`;
    case 'CLUSTER_DELETE':
      return `At ${when} a user request deleted the group.`;
    default:
      return `At ${when} a user request was made: ${root.action}.`;
  }
}

function what(action: Action, root: Action, launches: boolean, at: (time: Instant) => string): string {
  const when = at(action.startedAt ?? action.createdAt);
  const size = sizesIn(root);
  const difference = size ? `, ${launches ? 'increasing' : 'shrinking'} the capacity from ${size.from} to ${size.to}` : '';
  if (action.action === 'NODE_RECOVER') return `At ${when} an instance was launched to replace it.`;
  const done = launches ? 'an instance was started' : 'an instance was taken out of service';
  return `At ${when} ${done} in response to a difference between desired and actual capacity${difference}.`;
}

/** What a cluster action was to make of the size, where whoever asked for it wrote that down. */
function sizesIn({ inputs }: Action): { readonly from: number; readonly to: number } | undefined {
  const { size_before: from, number: to } = inputs;
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
}

const lowered = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
