import { EVENT_LEVELS, type Event, type EventLevel, type EventStatus } from '../event/event.ts';
import type { EventType } from '../event/event-types.ts';

/** Which events are wanted: those that pass every filter given. A list is passed by any of its values, and by everything when it is absent. */
export type Filters = {
  readonly objectTypes?: readonly Event['objectType'][];
  /** Ids of clusters: their own events, and those of their nodes. */
  readonly clusters?: readonly string[];
  /** Ids of clusters or nodes. */
  readonly objects?: readonly string[];
  readonly actions?: readonly string[];
  readonly types?: readonly EventType[];
  readonly statuses?: readonly EventStatus[];
  /** This level, or a graver one. */
  readonly level?: EventLevel;
};

export function isWanted(filters: Filters, event: Event): boolean {
  const { objectTypes, clusters, objects, actions, types, statuses, level } = filters;
  return (
    passes(objectTypes, event.objectType) &&
    passes(clusters, event.clusterId) &&
    passes(objects, event.objectId) &&
    passes(actions, event.action) &&
    passes(types, event.type) &&
    passes(statuses, event.status) &&
    (level === undefined || EVENT_LEVELS.indexOf(event.level) <= EVENT_LEVELS.indexOf(level))
  );
}

const passes = <T>(wanted: readonly T[] | undefined, value: T | null | undefined): boolean =>
  wanted === undefined || wanted.some((each) => each === value);
