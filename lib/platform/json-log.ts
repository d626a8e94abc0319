/** How much is worth a line, least first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void;

/** One JSON object a line, so that a newline in a fact stays inside its string. Facts are ids, names and counts: never bodies, headers or specs. */
export function jsonLog(least: LogLevel, write: (line: string) => void, now: () => number): Log {
  const from = LOG_LEVELS.indexOf(least);
  return (level, message, facts = {}) => {
    if (LOG_LEVELS.indexOf(level) < from) return;
    write(JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...facts }));
  };
}

/** What of an error goes into a log line. */
export const errorFacts = (error: unknown): Readonly<Record<string, unknown>> =>
  error instanceof Error ? { error: error.message, kind: error.name, stack: error.stack } : { error: String(error) };
