import { memoryRedaction } from '../platform/redaction.ts';
import type { Redaction } from '../ports/redaction.ts';
import { config } from './config.ts';

let current: Redaction | undefined;

/** What this process does not say. The service's own secrets are nobody's project's. */
export function redaction(): Redaction {
  current ??= begin();
  return current;
}

function begin(): Redaction {
  const made = memoryRedaction();
  const { KEYSTONE_PASSWORD, NOTIFICATION_SECRET } = config();
  for (const own of [KEYSTONE_PASSWORD, NOTIFICATION_SECRET]) if (own !== '') made.learn('', own);
  return made;
}
