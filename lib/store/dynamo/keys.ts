import type { Kind, Ref } from '../../domain/documents.ts';
import { orderOf } from '../../domain/kernel/ids.ts';

/**
 * Every document key in one place.
 *
 * The partition is the project and the kind, so that no key can be built that reaches another project's documents; the sort key
 * puts a partition in creation order. Both follow from what a reference holds, so an id is enough to read by, and there is no index to lag.
 */
export const partition = (kind: Kind, project: string): string => `project#${project}#${kind}`;

export const keyOf = (kind: Kind, { project, id }: Ref) => ({ pk: { S: partition(kind, project) }, sk: { S: orderOf(id) } });

/** The reference a document's key was made from. */
export const refOf = (key: { readonly [name: string]: { readonly S?: string | undefined } | undefined }): Ref => ({
  project: key.pk?.S?.split('#')[1] ?? '',
  id: key.sk?.S?.slice(16) ?? '',
});

/** One item per project that owns anything. */
export const PROJECTS = 'projects';

/**
 * The alarms of open root actions are spread over this many index partitions, since each takes a thousand writes a second.
 * Which one follows from the id's random digits.
 */
export const ALARM_SHARDS = 4;
export const alarmShards = (): string[] => Array.from({ length: ALARM_SHARDS }, (_, shard) => `alarm#${shard}`);
export const alarmShardOf = (id: string): string => `alarm#${Number.parseInt(id.slice(0, 2), 16) % ALARM_SHARDS}`;

/** The index partition of the nodes behind a resource: one, but for the moment in which it changes hands. */
export const physicalKey = (physicalId: string): string => `physical#${physicalId.slice(0, 1_000)}`;

/** The index partition of a run that another service tells of by its name. */
export const runKey = (name: string): string => `run#${name.slice(0, 1_000)}`;

/** Where a project's requests of the current minute are counted. */
export const requestsKey = (project: string) => ({ pk: { S: `project#${project}#requests` }, sk: { S: 'minute' } });
