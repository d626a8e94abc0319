import type { Circuit } from '../../../domain/circuit/circuit.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { documentSchema, integer, maybe, oneOf, string, time } from './document-schema.ts';
import { utcOrNull } from './times.ts';

export const driverView = ({ profileType, state, reason, since, retryAt, openings, version }: Circuit): JsonObject => ({
  openings,
  profile_type: profileType,
  reason,
  retry_at: utcOrNull(retryAt),
  // Of one that nothing ever happened to, nobody knows.
  since: utcOrNull(version === 0 ? null : since),
  state,
});

export const driverSchema: JsonObject = documentSchema({
  openings: integer,
  profile_type: string,
  reason: maybe(string),
  retry_at: maybe(time),
  since: maybe(time),
  state: oneOf(['closed', 'open', 'probing']),
});
