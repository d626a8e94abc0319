import type { JsonObject } from '../../../domain/kernel/json.ts';
import { nameVersion } from '../../../domain/profile/profile-type.ts';
import {
  FIRST_BEYOND_SENLIN,
  type Microversion,
  type SpecSchema,
  type SupportStatus,
  type TypeVersion,
} from '../../../domain/spec/schema.ts';
import { isAtLeast, shownSchema } from '../../../domain/spec/shown-schema.ts';
import { isFromSenlin } from '../../../domain/spec/type-version.ts';
import { v1 } from '../microversion.ts';
import { documentSchema, listOf, map, string } from './document-schema.ts';
import { inOrder } from './in-order.ts';

const STATUS_SINCE = v1(5);

/** A profile type or a policy type. */
export type ShownType = {
  readonly name: string;
  readonly version: string;
  readonly supportStatus: SupportStatus;
  readonly beyondSenlin?: readonly TypeVersion[];
};

/** An element of a list: before 1.5 only its full name, afterwards in parts with the standing of this version alone. */
export const listedTypeView = (type: ShownType, version: Microversion): JsonObject =>
  isAtLeast(version, STATUS_SINCE)
    ? { name: type.name, support_status: { [type.version]: inOrder(type.supportStatus[type.version] ?? []) }, version: type.version }
    : { name: nameVersion(type) };

/** The type itself; here the standing of every version is told. */
export const typeView = (type: ShownType & { readonly schema: SpecSchema }, version: Microversion): JsonObject => ({
  name: nameVersion(type),
  schema: inOrder(shownSchema(type, version)),
  ...(isAtLeast(version, STATUS_SINCE) && { support_status: inOrder(standing(type, version)) }),
});

/** Of every version the client may know of. */
const standing = (type: ShownType, version: Microversion): SupportStatus =>
  isAtLeast(version, FIRST_BEYOND_SENLIN)
    ? type.supportStatus
    : Object.fromEntries(Object.entries(type.supportStatus).filter(([each]) => isFromSenlin(type, each)));

export const listedTypeSchema: JsonObject = documentSchema({ name: string, support_status: map, version: string }, [
  'support_status',
  'version',
]);
export const typeSchema: JsonObject = documentSchema({ name: string, schema: map, support_status: map }, ['support_status']);
export const typeListSchema: JsonObject = listOf(listedTypeSchema);
