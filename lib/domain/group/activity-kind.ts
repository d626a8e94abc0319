import type { Action } from '../action/action.ts';

/** What becomes of the one instance that an activity is about. */
export type ActivityKind = 'launch' | 'terminate' | 'attach' | 'detach' | 'enter-standby' | 'exit-standby';

type Told = Pick<Action, 'action' | 'inputs'>;

/** The activity that an action is told of as; undefined for one by which nothing comes or goes. */
export function activityKindOf({ action, inputs }: Told): ActivityKind | undefined {
  switch (action) {
    case 'NODE_CREATE':
    case 'NODE_RECOVER':
      return 'launch';
    case 'NODE_DELETE':
      return 'terminate';
    case 'NODE_JOIN':
      return 'attach';
    case 'NODE_LEAVE':
      return 'detach';
    case 'NODE_OPERATION':
      if (inputs.warm !== undefined) return inputs.operation === 'enter_standby' ? 'terminate' : 'launch';
      return inputs.operation === 'enter_standby' ? 'enter-standby' : inputs.operation === 'exit_standby' ? 'exit-standby' : undefined;
    default:
      return undefined;
  }
}
