import type { Action } from '../action/action.ts';
import type { Write } from '../documents.ts';
import type { EventLevel } from '../event/event.ts';
import { childId } from '../kernel/ids.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Orphan } from './orphan.ts';

/** What is told of an orphan is told under this name, where events of an action have its name. */
export const NODE_SWEEP = 'NODE_SWEEP';

/** What stands beside nodes may be a cluster's and no node's. */
function objectOf({ mark: { nodeId }, memory: { companion } }: Orphan, maker: Action | undefined) {
  const of = isJsonObject(companion) && typeof companion.clusterId === 'string' ? companion.clusterId : '';
  const clusterId = maker?.clusterId || of;
  const object =
    nodeId === '' ? ({ objectType: 'CLUSTER', objectId: clusterId } as const) : ({ objectType: 'NODE', objectId: nodeId } as const);
  return { ...object, clusterId: clusterId || null };
}

/** The turns of an orphan's short life, in their order. */
const TURNS = ['orphan-found', 'orphan-removed', 'orphan-adopted'] as const;

/**
 * Tells the project whose an orphan is. The node is gone or has nothing to do with it any more, so there is no count to put the event in.
 *
 * @param maker who made it, where that is known: says what the node was called
 */
export function tellOrphan(
  orphan: Orphan,
  type: (typeof TURNS)[number],
  reason: string,
  now: Instant,
  { maker, user = '' }: { readonly maker?: Action | undefined; readonly user?: string } = {},
): Write {
  const level: EventLevel = type === 'orphan-adopted' ? 'INFO' : 'WARN';
  return {
    put: 'event',
    doc: {
      id: childId(orphan.id, 'event', TURNS.indexOf(type), now),
      project: orphan.project,
      user: user || (maker?.user ?? ''),
      timestamp: now,
      type,
      level,
      ...objectOf(orphan, maker),
      objectName: maker?.action.startsWith('NODE_') ? maker.targetName : '',
      action: NODE_SWEEP,
      status: 'end',
      statusReason: reason,
      metadata: {},
      data: { profile_type: orphan.profileType, physical_id: orphan.physicalId, reason: orphan.reason },
      version: 0,
    },
  };
}
