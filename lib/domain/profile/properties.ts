import type { Fault } from '../kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { readSpec } from '../spec/read-spec.ts';
import { findProfileType } from './catalogue.ts';
import type { Profile } from './profile.ts';
import { updatableDifference } from './update.ts';

/** A stored profile's properties with defaults filled in. Specs were read when they were stored, so an unreadable one is a type we no longer know: its raw properties go through. */
export function propertiesOf(profile: Pick<Profile, 'type' | 'spec'>): JsonObject {
  const raw = profile.spec.properties;
  const properties = isJsonObject(raw) ? raw : {};
  const type = findProfileType(profile.type);
  const read = type && readSpec(type.schema, properties);
  return read?.kind === 'ok' ? read.value : properties;
}

/** Whether a change of these takes a node of a type (`name-version`) out of its work. */
export const interrupts = (type: string, changed: readonly string[]): boolean =>
  changed.some((name) => findProfileType(type)?.interruptedBy?.includes(name));

/** Which properties differ between two profiles of one type, or why a node cannot go from the one to the other. */
export function changedProperties(
  from: Pick<Profile, 'type' | 'spec'>,
  to: Pick<Profile, 'type' | 'spec'>,
): { readonly kind: 'ok'; readonly changed: readonly string[] } | { readonly kind: 'fault'; readonly fault: Fault } {
  const type = findProfileType(from.type);
  return type ? updatableDifference(type, propertiesOf(from), propertiesOf(to)) : { kind: 'ok', changed: [] };
}
