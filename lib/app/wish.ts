import type { ActionName } from '../domain/action/action.ts';
import type { JsonObject } from '../domain/kernel/json.ts';

/** What a person could ask for, as data: how schedules and receivers keep it until its time comes. */
export type Wish = {
  readonly action: ActionName;
  /** A cluster or a node, whichever the action works on: by name, id or short id. */
  readonly target: string;
  /** What the body of the request would say. */
  readonly inputs: JsonObject;
};
