import { type Action, isOpen } from '../action/action.ts';
import { bornAt, childId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import { type ActivityKind, activityKindOf } from './activity-kind.ts';
import { causeOf } from './cause.ts';

export type ActivityStatus = 'PreInService' | 'MidLifecycleAction' | 'InProgress' | 'Successful' | 'Failed' | 'Cancelled';

/** What became of one instance, and why: AWS's account of an action on a node. */
export type Activity = {
  readonly id: string;
  readonly kind: ActivityKind;
  readonly status: ActivityStatus;
  /** 0 to 100. Whoever failed is through, too. */
  readonly progress: number;
  readonly cause: string;
  readonly message: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
};

/** Known before the action is there: what is asked for is told of at once, though it may have to wait for its turn. */
export const activityIdOf = ({ id, parentId, action, target }: Pick<Action, 'id' | 'parentId' | 'action' | 'target'>): string =>
  parentId === null ? id : childId(parentId, `${action}-${target}`, 0, bornAt(parentId));

/**
 * @param root the action that this one is part of, or itself
 * @param at a time as clients read it
 * @param kind which of the two it is told as, of an action that makes an instance anew: the old one goes, the new one comes
 */
export function activityOf(
  action: Action,
  root: Action,
  instanceId: string,
  at: (time: Instant) => string,
  kind: ActivityKind = activityKindOf(action) ?? 'launch',
): Activity {
  const { createdAt, startedAt, endedAt } = action;
  return {
    id: activityIdOf(action),
    kind,
    status: statusOf(action, kind),
    progress: isOpen(action) ? (startedAt === null ? 0 : 50) : 100,
    cause: causeOf(kind, action, root, instanceId, at).slice(0, LONGEST_CAUSE),
    message: action.status === 'FAILED' || action.status === 'CANCELLED' ? action.statusReason : '',
    startedAt: startedAt ?? createdAt,
    endedAt,
  };
}

const LONGEST_CAUSE = 1_023;

const COMES: ReadonlySet<ActivityKind> = new Set<ActivityKind>(['launch', 'attach', 'exit-standby']);

function statusOf(action: Action, kind: ActivityKind): ActivityStatus {
  if (!isOpen(action)) return action.status === 'SUCCEEDED' ? 'Successful' : action.status === 'CANCELLED' ? 'Cancelled' : 'Failed';
  if (action.hook?.result === null) return 'MidLifecycleAction';
  return COMES.has(kind) && action.startedAt === null ? 'PreInService' : 'InProgress';
}
