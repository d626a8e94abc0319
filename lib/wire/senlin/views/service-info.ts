import type { ServiceInfo } from '../../../app/service-info.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { instant } from '../../../domain/kernel/time.ts';
import { documentSchema, maybe, oneOf, string, time } from './document-schema.ts';
import { utc } from './times.ts';

/** Whoever has not been heard of for this long is down. Milliseconds. */
const SILENCE = 60_000;

export const serviceView = (service: ServiceInfo, now: number): JsonObject => ({
  binary: service.binary,
  disabled_reason: null,
  host: service.host,
  id: service.id,
  state: now - service.updatedAt < SILENCE ? 'up' : 'down',
  status: 'enabled',
  topic: service.topic,
  updated_at: utc(instant(service.updatedAt)),
});

export const serviceSchema: JsonObject = documentSchema({
  binary: string,
  disabled_reason: maybe(string),
  host: string,
  id: string,
  state: oneOf(['up', 'down']),
  status: oneOf(['enabled', 'disabled']),
  topic: string,
  updated_at: time,
});
