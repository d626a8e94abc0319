import type { Fault } from '../kernel/fault.ts';
import type { Json } from '../kernel/json.ts';
import { readTypedSpec, type TypedSpec } from '../spec/typed-spec.ts';
import { type ProfileTypes, profileTypes } from './catalogue.ts';
import type { ProfileType } from './profile-type.ts';

/**
 * Everything that can be said about a profile's spec without asking a cloud. A fault's message stands by itself: whoever creates a
 * profile puts "Failed in creating profile NAME: " before that of a `profile.spec.invalid`, as Senlin does.
 *
 * @param types the types that this service offers
 */
export function validateProfileSpec(
  spec: Json,
  types: ProfileTypes = profileTypes,
): TypedSpec<ProfileType> | { readonly kind: 'fault'; readonly fault: Fault } {
  const read = readTypedSpec('profile', spec, types);
  if (read.kind === 'fault') return read;
  const fault = read.definition.validate(read.properties);
  return fault ? { kind: 'fault', fault } : read;
}
