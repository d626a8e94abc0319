import type { Activity } from '../../domain/group/activity.ts';

/** An activity of a group, and the instance it is about. */
export type SeenActivity = Activity & {
  readonly groupName: string;
  /** Of the cluster that its group is, or was. */
  readonly clusterId: string;
  readonly isDeleted: boolean;
  readonly instanceId: string;
  /** Empty: nobody knows any more. */
  readonly zone: string;
};

/** What was asked for, an activity for each instance. */
export type Begun = { readonly activities: readonly SeenActivity[] };
