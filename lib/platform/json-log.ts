/** How much is worth a line, least first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void;

type Way = {
  readonly least: LogLevel;
  readonly write: (line: string) => void;
  readonly now: () => number;
  /** Takes secrets out of a text. */
  readonly quiet?: (text: string) => string;
};

/**
 * One JSON object a line, so that a newline in a fact stays inside its string, and no fact passes for the line's own level or time. Facts are ids, names and
 * counts: never bodies, headers or specs.
 */
export function jsonLog({ least, write, now, quiet = (text) => text }: Way): Log {
  const from = LOG_LEVELS.indexOf(least);
  const hidden = (_: string, value: unknown): unknown => (typeof value === 'string' ? quiet(value) : value);
  return (level, message, facts = {}) => {
    if (LOG_LEVELS.indexOf(level) < from) return;
    const own = { time: new Date(now()).toISOString(), level, message: quiet(message) };
    write(JSON.stringify({ ...own, ...facts, ...own }, hidden).replace(UNSEEN, escaped));
  };
}

/** What JSON leaves as it is, and a terminal or a reader of lines may take for more than a sign. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029]/g;
const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What of an error goes into a log line. */
export const errorFacts = (error: unknown): Readonly<Record<string, unknown>> =>
  error instanceof Error ? { error: error.message, kind: error.name, stack: error.stack } : { error: String(error) };
