import { isJsonObject, type Json } from '../kernel/json.ts';

/** Undefined: these are no arguments for it. */
type Function = (args: readonly Json[], uuid: () => string) => Json | undefined;

/** What one function may make: the States Language's own limit. */
const MOST_ITEMS = 1_000;

/** The intrinsic functions there are here. Those that need a digest, a codec or a draw of lots are not among them. */
export const FUNCTIONS: Readonly<Record<string, Function>> = {
  'States.Format': ([template, ...values]) => (typeof template === 'string' ? format(template, values) : undefined),
  'States.StringToJson': ([text]) => (typeof text === 'string' ? parsed(text) : undefined),
  'States.JsonToString': (args) => (args.length === 1 ? JSON.stringify(args[0]) : undefined),
  'States.Array': (args) => args,
  'States.ArrayPartition': ([list, size]) =>
    Array.isArray(list) && isCount(size) && size > 0
      ? Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
      : undefined,
  'States.ArrayContains': ([list, sought]) =>
    Array.isArray(list) && sought !== undefined ? list.some((item) => same(item, sought)) : undefined,
  'States.ArrayRange': ([from, to, by]) => range(from, to, by),
  'States.ArrayGetItem': ([list, at]) => (Array.isArray(list) && isCount(at) ? list[at] : undefined),
  'States.ArrayLength': ([list]) => (Array.isArray(list) ? list.length : undefined),
  'States.ArrayUnique': ([list]) =>
    Array.isArray(list) ? list.filter((item, i) => list.findIndex((other) => same(item, other)) === i) : undefined,
  'States.JsonMerge': ([one, other, deep]) =>
    isJsonObject(one) && isJsonObject(other) && deep === false ? { ...one, ...other } : undefined,
  'States.MathAdd': ([a, b]) => (typeof a === 'number' && typeof b === 'number' ? a + b : undefined),
  'States.StringSplit': ([text, at]) =>
    typeof text === 'string' && typeof at === 'string' && at !== ''
      ? text.split(new RegExp(`[${escaped(at)}]`)).filter((part) => part !== '')
      : undefined,
  'States.UUID': (args, uuid) => (args.length === 0 ? uuid() : undefined),
};

export const call = (name: string, args: readonly Json[], uuid: () => string): Json | undefined => FUNCTIONS[name]?.(args, uuid);

/** `{}` is the next value, `\{` and `\}` are themselves; there must be as many values as places for them. */
function format(template: string, values: readonly Json[]): string | undefined {
  let next = 0;
  const text = template.replace(/\\([{}\\])|\{\}/g, (_, literal: string | undefined) => {
    if (literal !== undefined) return literal;
    const value = values[next++];
    return typeof value === 'string' ? value : JSON.stringify(value ?? null);
  });
  return next === values.length ? text : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function range(from: Json | undefined, to: Json | undefined, by: Json | undefined): Json | undefined {
  if (!isWhole(from) || !isWhole(to) || !isWhole(by) || by === 0) return undefined;
  const length = Math.floor((to - from) / by) + 1;
  return length > MOST_ITEMS ? undefined : Array.from({ length: Math.max(0, length) }, (_, i) => from + i * by);
}

/** Equal as JSON, whatever the order of members. */
export function same(a: Json, b: Json): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i] as Json));
  if (!isJsonObject(a)) return a === b;
  const keys = Object.keys(a);
  return (
    isJsonObject(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key] as Json, b[key] as Json))
  );
}

const isWhole = (value: Json | undefined): value is number => Number.isInteger(value);
const isCount = (value: Json | undefined): value is number => isWhole(value) && value >= 0;
const escaped = (text: string): string => text.replace(/[\]\\^-]/g, '\\$&');
