import { jsonLog, type Log } from '../platform/json-log.ts';
import { config } from './config.ts';
import { redaction } from './redaction.ts';

let current: Log | undefined;
export function log(): Log {
  const { LOG_LEVEL: least } = config();
  current ??= jsonLog({ least, write: (line) => console.log(line), now: Date.now, quiet: (text) => redaction().line(text) });
  return current;
}
