import type { Json } from '../kernel/json.ts';

export type Read<T extends Json = Json> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'fault'; readonly message: string };

export const ok = <T extends Json>(value: T): { readonly kind: 'ok'; readonly value: T } => ({ kind: 'ok', value });
export const wrong = (message: string): { readonly kind: 'fault'; readonly message: string } => ({ kind: 'fault', message });

/** A value as Senlin writes it into messages and into Strings, which is Python's way. Recurses: for values within bounds only. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : literal(value);
}

/** The same, for a message: a wrong value may be a whole file. */
export const shown = (value: Json): string => {
  const text = textOf(value);
  return text.length <= 255 ? text : `${text.slice(0, 252)}...`;
};

function literal(value: Json): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, child]) => `${quoted(key)}: ${literal(child)}`)
    .join(', ')}}`;
}

function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
}

/** Numbers lose their fraction; text must be all digits. What a double cannot hold exactly is refused, not rounded. */
export function readInteger(value: Json): Read<number> {
  const number = typeof value === 'string' && !/^\s*[+-]?\d+\s*$/.test(value) ? Number.NaN : toNumber(value);
  return Number.isSafeInteger(Math.trunc(number))
    ? ok(Math.trunc(number) + 0)
    : wrong(`The value '${shown(value)}' is not a valid Integer`);
}

export function readNumber(value: Json): Read<number> {
  const number = toNumber(value);
  return Number.isFinite(number) ? ok(number) : wrong(`The value '${shown(value)}' is not a valid number.`);
}

export const readString = (value: Json): Read<string> =>
  value === null ? wrong("The value 'None' is not a valid string.") : ok(textOf(value));

const TRUE = new Set(['1', 't', 'true', 'on', 'y', 'yes']);
const FALSE = new Set(['0', 'f', 'false', 'off', 'n', 'no']);

export function readBoolean(value: Json): Read<boolean> {
  const word = typeof value === 'object' ? '' : textOf(value).trim().toLowerCase();
  if (TRUE.has(word)) return ok(true);
  if (FALSE.has(word)) return ok(false);
  return wrong(`The value '${shown(value)}' is not a valid Boolean`);
}

const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

/** Not a number when it is none: `Number('')` and `Number('0x10')` would be. */
function toNumber(value: Json): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : Number.NaN;
}
