import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { ActionName } from '../../domain/action/action.ts';
import type { Documents, Kind, Write } from '../../domain/documents.ts';
import { isDuty } from '../../domain/duty.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import { isFoundByPhysicalId } from '../../domain/profile/catalogue.ts';
import { type Counts, RESOURCES, type Resource, textOf } from '../../domain/quota/limits.ts';
import { quotaId, sum } from '../../domain/quota/usage.ts';
import { FIRST_SHAPE, NewerShape, newerShapeOf, ofNewerShape } from '../../domain/shape.ts';
import { isFoundByName } from '../../domain/workflow/execution.ts';
import type { Count, Due } from '../../ports/document-store.ts';
import { alarmShardOf, keyOf, physicalKey, refOf, runKey } from './keys.ts';

/**
 * How a document lies in the table: whole, as one JSON string, beside the few attributes that conditions and filters need.
 * A string is parsed in a tenth of the time of a map of typed attributes, and keeps fields that this version does not know.
 */
const SHAPES: Shapes = {
  // 2: one that looks at what queries come to (`math`) says nothing of one metric, which older versions would look at all the same.
  metricAlarm: 2,
};

/** The shapes that differ from the first, by kind. */
export type Shapes = { readonly [K in Kind]?: number };

const shapeOf = (shapes: Shapes, kind: Kind): number => shapes[kind] ?? FIRST_SHAPE;

export type Item = Record<string, AttributeValue>;

/** What is read of a document. */
export const READ = 'd, v, sv, c';

export function documentOf<K extends Kind>(kind: K, item: Item, shapes: Shapes = SHAPES): Documents[K] {
  const counts = item.c && { counts: countsOf(item.c) };
  const doc = { ...JSON.parse(item.d?.S ?? '{}'), ...counts, version: Number(item.v?.N) } as Documents[K];
  const shape = Number(item.sv?.N ?? FIRST_SHAPE);
  return shape > shapeOf(shapes, kind) ? ofNewerShape(doc, shape) : doc;
}

/** `ttl` is one of DynamoDB's own words. */
export const TTL = { '#ttl': 'ttl' } as const;

/** Of what may still lie in the table: what is there. The table removes what has expired in its own time, which may be days. */
export const IS_THERE = '(attribute_not_exists(#ttl) OR #ttl > :now)';
export const secondOf = (now: Instant): AttributeValue => ({ N: String(Math.floor(now / 1_000)) });
export const isThere = (item: Item, now: Instant): boolean => item.ttl === undefined || Number(item.ttl.N) > Math.floor(now / 1_000);

/** @param mark which write it was @param expires whether what the document says of its own end counts: not where an archive has to have it first */
function itemOf<K extends Kind>(kind: K, doc: Documents[K], shape: number, mark: string, expires: boolean): Item {
  if (kind === 'quota') return usageItemOf(doc as Documents['quota'], shape);
  const { version, ...rest } = doc;
  return {
    ...keyOf(kind, doc),
    d: { S: JSON.stringify(rest) },
    v: { N: String(version + 1) },
    w: { S: mark },
    sv: { N: String(shape) },
    id: { S: doc.id },
    ...('name' in doc && { n: { S: doc.name } }),
    ...alarmOf(kind, doc),
    ...(kind === 'node' && whereaboutsOf(doc as Documents['node'])),
    ...(kind === 'execution' && isFoundByName(doc as Documents['execution']) && { gsi1pk: { S: runKey(doc.id) }, gsi1sk: { N: '0' } }),
    // Whole seconds, rounded up.
    ...(expires && 'forgetAt' in doc && doc.forgetAt !== undefined && { ttl: { N: String(Math.ceil(doc.forgetAt / 1000)) } }),
  };
}

/** A project's usage has its counts beside the document, where a transaction can add to them, and its limits as a text, where one can make sure of them. */
function usageItemOf(usage: Documents['quota'], shape: number): Item {
  const { version, counts, ...rest } = usage;
  return {
    ...keyOf('quota', usage),
    d: { S: JSON.stringify(rest) },
    c: { M: Object.fromEntries(RESOURCES.filter((name) => isWritten(name, counts)).map((name) => [name, { N: String(counts[name]) }])) },
    l: { S: textOf(usage.limits) },
    v: { N: String(version + 1) },
    sv: { N: String(shape) },
    id: { S: usage.id },
  };
}

/** Usages from before money was counted have none of it, and stay as they were until some is. */
const isWritten = (name: Resource, counts: Counts): boolean => name !== 'cost_per_hour' || (counts[name] ?? 0) !== 0;

const countsOf = ({ M = {} }: AttributeValue): Counts =>
  sum([Object.fromEntries(RESOURCES.map((name) => [name, Number(M[name]?.N ?? 0)]))]);

/**
 * Sparse, and the only item attributes the index carries beside the keys are these: an action is in it only while it is open and a root, another
 * document only while its alarm is set, so `due` never reads what has ended. `a` is the action, or the kind of the duty.
 */
function alarmOf(kind: Kind, doc: Documents[Kind]): Item {
  if (!('dueAt' in doc) || doc.dueAt === null) return {};
  const alarm = (a: string, id: string, dueAt: Instant): Item => ({
    gsi1pk: { S: alarmShardOf(id) },
    gsi1sk: { N: String(dueAt) },
    a: { S: a },
  });
  if ('parentId' in doc) return doc.parentId === null ? alarm(doc.action, doc.id, doc.dueAt) : {};
  return isDuty(kind) ? alarm(kind, doc.id, doc.dueAt) : {};
}

/** A node whose cloud knows it by its physical id alone lies in the index under that. It changes place only when its resource does. */
const whereaboutsOf = (node: Documents['node']): Item =>
  node.physicalId !== null && isFoundByPhysicalId(node) ? { gsi1pk: { S: physicalKey(node.physicalId) }, gsi1sk: { N: '0' } } : {};

/** The alarm as the index has it. */
export function dueOf(item: Item): Due {
  const due = { ...refOf(item), dueAt: instant(Number(item.gsi1sk?.N)) };
  const name = item.a?.S ?? '';
  return isDuty(name) ? { ...due, kind: name } : { ...due, kind: 'action', action: name as ActionName };
}

/** What a write depends on beside its document. */
export type Writing = Own & {
  readonly table: string;
  readonly now: Instant;
  /** Which write it is: no other of the same item has it. */
  readonly mark: string;
};

/** What an installation, or a version, has of its own. */
export type Own = {
  /** Kinds whose documents stay for as long as nobody has them expire, whatever they say of their own end. None, if not said. */
  readonly archived?: ReadonlySet<Kind>;
  /** What this version writes and understands; as it is, if not said. */
  readonly shapes?: Shapes;
};

/** The condition is the idea: it loses to whoever wrote the document since it was seen, whatever they wrote. What has expired is as good as gone. */
export function transactItem({ table, now, mark, archived, shapes = SHAPES }: Writing, write: Write): TransactWriteItem {
  const kind = 'put' in write ? write.put : 'remove' in write ? write.remove : write.check;
  if (!('check' in write) && newerShapeOf(write.doc) !== undefined) throw new NewerShape(kind, write.doc.id);
  const { version } = write.doc;
  const condition = {
    ConditionExpression: version === 0 ? 'attribute_not_exists(pk) OR #ttl <= :now' : `v = :seen AND ${IS_THERE}`,
    ExpressionAttributeNames: TTL,
    ExpressionAttributeValues: { ':now': secondOf(now), ...(version !== 0 && { ':seen': { N: String(version) } }) },
  };
  if ('put' in write) {
    const item = itemOf(write.put, write.doc, shapeOf(shapes, write.put), mark, !archived?.has(write.put));
    return { Put: { TableName: table, Item: item, ...condition } };
  }
  if ('remove' in write) return { Delete: { TableName: table, Key: keyOf(write.remove, write.doc), ...condition } };
  return { ConditionCheck: { TableName: table, Key: keyOf(write.check, write.doc), ...condition } };
}

/** Adds to a project's counts, whoever added to them since: what must hold is that there is room, under limits that are known. */
export function transactCount(table: string, { project, by, room, limits }: Count): TransactWriteItem {
  const added = RESOURCES.filter((name) => by[name] !== undefined);
  const bounded = RESOURCES.filter((name) => room[name] !== undefined);
  const number = (figure: number) => ({ N: String(figure) });
  return {
    Update: {
      TableName: table,
      Key: keyOf('quota', { project, id: quotaId(project) }),
      UpdateExpression: `${added.length > 0 ? `SET ${added.map((name) => `c.#${name} = if_not_exists(c.#${name}, :none) + :${name}`).join(', ')} ` : ''}ADD v :one`,
      ConditionExpression: [
        'attribute_exists(pk)',
        ...(limits ? ['l = :limits'] : []),
        // What was never counted is nothing.
        ...bounded.map((name) =>
          (room[name] ?? 0) < 0 ? `c.#${name} <= :room_${name}` : `(attribute_not_exists(c.#${name}) OR c.#${name} <= :room_${name})`,
        ),
      ].join(' AND '),
      ...([...added, ...bounded].length > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...added, ...bounded].map((name) => [`#${name}`, name])),
      }),
      ExpressionAttributeValues: {
        ':one': number(1),
        ...(added.length > 0 && { ':none': number(0) }),
        ...(limits && { ':limits': { S: textOf(limits) } }),
        ...Object.fromEntries(added.map((name) => [`:${name}`, number(by[name] ?? 0)])),
        ...Object.fromEntries(bounded.map((name) => [`:room_${name}`, number(room[name] ?? 0)])),
      },
    },
  };
}
