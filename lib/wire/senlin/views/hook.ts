import type { Hook } from '../../../domain/action/action.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { documentSchema, integer, maybe, oneOf, string, time, uuid } from './document-schema.ts';
import { utc } from './times.ts';

/** What an action's node waits for, or waited for last. The token is for whoever was told it, and nobody else; where nobody was, for all. */
export const hookView = (hook: Hook): JsonObject => ({
  heartbeats: hook.heartbeats ?? 0,
  latest: utc(hook.latest),
  policy_id: hook.policyId,
  result: hook.result,
  since: utc(hook.since),
  token: hook.open ? hook.token : null,
  transition: hook.transition,
  until: utc(hook.until),
  untold: hook.untold ?? null,
});

export const hookSchema: JsonObject = documentSchema({
  heartbeats: integer,
  latest: { ...time, description: 'No heartbeat reaches further.' },
  policy_id: uuid,
  result: { ...maybe(oneOf(['CONTINUE', 'ABANDON'])), description: 'What was answered; null while nobody has.' },
  since: time,
  token: { ...maybe(string), description: 'What to answer with, where nobody was told of it.' },
  transition: oneOf(['LAUNCHING', 'TERMINATING']),
  until: { ...time, description: 'When the default result applies.' },
  untold: { ...maybe(string), description: 'Why nobody could be told of it.' },
});
