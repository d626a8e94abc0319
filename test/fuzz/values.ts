import { isJsonObject, type Json, type JsonObject } from '../../lib/domain/kernel/json.ts';
import type { Draw } from './draw.ts';

/** What is where a schema leads to. */
export type Schemas = { readonly resolve: (schema: JsonObject) => JsonObject };

export const schemasOf = (document: JsonObject): Schemas => ({
  resolve: (schema) => {
    const { $ref } = schema;
    if (typeof $ref !== 'string') return schema;
    const found = $ref
      .split('/')
      .slice(1)
      .reduce<Json | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), document);
    return isJsonObject(found) ? found : {};
  },
});

/** Names of what there is, as they are put in when a request is sent: whoever reads a failing request sees what it was about. */
const REFERENCES = ['cluster', 'node', 'profile', 'policy', 'receiver', 'schedule', 'workflow', 'subscription', 'action', 'event'];
export const reference = (draw: Draw, kind = draw.of(REFERENCES)): string =>
  draw.often(9)
    ? text(draw)
    : `{{${draw.often(9) ? 'alt' : 'demo'}.${kind}.${draw.below(3)}.${draw.of(['id', 'id', 'id', 'name', 'short'])}}}`;

export const TEXTS: readonly string[] = [
  '',
  ' ',
  'x',
  '0',
  '-1',
  'null',
  'true',
  '1e999',
  'a'.repeat(255),
  'a'.repeat(256),
  'é'.repeat(40_000),
  '../..',
  '..%2f..',
  '%00',
  'a\0b',
  'a\nb',
  'a\r\nX: y',
  '\u202e',
  '\u{1f600}',
  '\ud800',
  "'; DROP TABLE x; --",
  '<script>alert(1)</script>',
  '$(id)',
  '{{7*7}}',
  '${jndi:ldap://x}',
  '$.a[?(@.b == 1)]',
  '$..*',
  '$[',
  '(a+)+$',
  '__proto__',
  'constructor',
  'toString',
  'project#x#cluster',
  '0badc0de-0000-4000-8000-000000000000',
  '0BADC0DE00004000800000000000000F',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59Z',
  'http://169.254.169.254/',
  'arn:aws:sqs:us-east-1:123456789012:x',
  'NaN',
];
const text = (draw: Draw): string => draw.of(TEXTS);

/** Never between 4 and 1000: what is asked for here is made. */
const NUMBERS: readonly number[] = [0, 1, 2, 3, -1, 1.5, -0, 1_001, 2 ** 31 - 1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e300, 1e-300];
const ODD: readonly Json[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  [{}],
  { a: { b: {} } },
  { __proto_: 1 },
  { constructor: { prototype: {} } },
];

/** Anything at all. */
export function anything(draw: Draw): Json {
  const kind = draw.below(4);
  if (kind === 0) return text(draw);
  if (kind === 1) return draw.of(NUMBERS);
  return kind === 2 ? draw.of(ODD) : reference(draw);
}

/** Something that a schema allows, as a rule. @param name of the member, which often says more than its type */
export function valueFor(draw: Draw, schemas: Schemas, sent: JsonObject, name = '', depth = 0): Json {
  if (draw.often(6)) return anything(draw);
  const schema = schemas.resolve(sent);
  const choices = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(choices)) return valueFor(draw, schemas, draw.of(choices) as JsonObject, name, depth);
  if ('const' in schema) return schema.const ?? null;
  if (Array.isArray(schema.enum)) return draw.of(schema.enum);
  const types = [schema.type ?? 'object'].flat().filter((type) => type !== 'null');
  switch (types.length === 0 ? 'string' : draw.of(types)) {
    case 'object':
      return depth > 8 ? {} : objectFor(draw, schemas, schema, depth);
    case 'array':
      return Array.from({ length: draw.below(4) }, () =>
        valueFor(draw, schemas, (schema.items ?? { type: 'string' }) as JsonObject, name.replace(/s$/, ''), depth + 1),
      );
    case 'integer':
    case 'number':
      return draw.often(70) ? draw.below(4) : draw.of(NUMBERS);
    case 'boolean':
      return draw.often(50);
    default:
      return stringFor(draw, schema, name);
  }
}

function objectFor(draw: Draw, schemas: Schemas, schema: JsonObject, depth: number): JsonObject {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonObject>>;
  const required = (schema.required ?? []) as readonly string[];
  const members = Object.entries(properties).filter(([name]) => (required.includes(name) ? draw.often(97) : draw.often(30)));
  const more = draw.often(schema.additionalProperties === false ? 3 : 20) ? [[text(draw), anything(draw)] as const] : [];
  return Object.fromEntries([...members.map(([name, inner]) => [name, valueFor(draw, schemas, inner, name, depth + 1)] as const), ...more]);
}

function stringFor(draw: Draw, schema: JsonObject, name: string): string {
  const kind = REFERENCES.find((known) => name.includes(known) || (name === 'target' && known === 'cluster'));
  if (kind) return reference(draw, kind);
  if (schema.format === 'date-time') return draw.of(['2030-01-01T00:00:00Z', ...TEXTS]);
  if (name === 'name') return draw.often(80) ? `f-${draw.below(1_000)}` : text(draw);
  if (name === 'cron') return draw.of(['@yearly', '0 0 1 1 *', '* * * * * *', ...TEXTS]);
  return draw.often(50) ? `w${draw.below(100)}` : text(draw);
}
