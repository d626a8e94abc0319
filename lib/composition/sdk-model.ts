import * as autoScaling from '@aws-sdk/client-auto-scaling';
import * as cloudWatch from '@aws-sdk/client-cloudwatch';
import { NormalizedSchema } from '@smithy/core/schema';
import type { Operation, OperationModel, Shape } from '../wire/aws/query/shape.ts';

// The layout of the tuples is no public contract: the version is pinned, everything that knows of it stands here, and test/contract/aws fuzzes it against botocore.
const OPERATION = 9;
const UNIT = 'unit';

/** The operations of EC2 Auto Scaling, as its JavaScript SDK knows them. */
export const autoScalingModel = (): OperationModel => modelIn(autoScaling);

/** The operations of CloudWatch. */
export const cloudWatchModel = (): OperationModel => modelIn(cloudWatch);

function modelIn(exported: object): OperationModel {
  const operations = Object.values(exported as Readonly<Record<string, unknown>>).filter(
    (schema): schema is OperationTuple => Array.isArray(schema) && schema[0] === OPERATION,
  );
  return new Map(operations.map(([, , name, , input, output]): [string, Operation] => [name, operationOf(name, input, output)]));
}

type Reference = Parameters<typeof NormalizedSchema.of>[0];
type OperationTuple = readonly [typeof OPERATION, string, string, unknown, Reference, Reference];

const normal = (schema: Reference): NormalizedSchema =>
  NormalizedSchema.of(typeof schema === 'function' ? (schema as () => Reference)() : schema);

function operationOf(name: string, input: Reference, output: Reference): Operation {
  const answer = normal(output);
  return { name, input: shapeOf(normal(input)), output: isUnit(answer) ? undefined : shapeOf(answer) };
}

const isUnit = (schema: NormalizedSchema): boolean => schema.getSchema() === UNIT || schema.isUnitSchema();

function shapeOf(schema: NormalizedSchema): Shape {
  if (schema.isStructSchema()) return structureOf(schema);
  if (schema.isListSchema()) {
    const element = schema.getValueSchema();
    return { kind: 'list', element: String(element.getMergedTraits().xmlName ?? 'member'), of: once(() => shapeOf(element)) };
  }
  if (schema.isBooleanSchema()) return { kind: 'boolean' };
  if (schema.isNumericSchema()) return { kind: 'number' };
  return schema.isTimestampSchema() ? { kind: 'timestamp' } : { kind: 'text' };
}

/** Looked up the first time it is asked for: shapes may hold themselves, and an answer of a thousand instances asks a thousand times. */
function once<T>(look: () => T): () => T {
  let found: { readonly it: T } | undefined;
  return () => {
    found ??= { it: look() };
    return found.it;
  };
}

/** The first so many members are the required ones. */
function structureOf(schema: NormalizedSchema): Shape {
  const tuple = schema.getSchema() as readonly unknown[];
  const required = Number(tuple[6] ?? 0);
  return {
    kind: 'structure',
    members: once(() =>
      [...schema.structIterator()].map(([name, member], place) => ({
        name,
        wireName: String(member.getMergedTraits().xmlName ?? name),
        required: place < required,
        shape: once(() => shapeOf(member)),
      })),
    ),
  };
}
