import { jsonLog, type Log } from '../platform/json-log.ts';
import { config } from './config.ts';

let current: Log | undefined;
export function log(): Log {
  current ??= jsonLog(config().LOG_LEVEL, (line) => console.log(line), Date.now);
  return current;
}
