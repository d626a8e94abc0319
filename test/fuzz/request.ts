import { isJsonObject, type Json, type JsonObject } from '../../lib/domain/kernel/json.ts';
import { type Draw, tame } from './draw.ts';
import type { Operation } from './operations.ts';
import { anything, reference, type Schemas, TEXTS, valueFor } from './values.ts';

export type Role = 'demo' | 'reader' | 'admin' | 'nobody';

/** A request as it is written down: what stands in `{{}}` is put in when it is sent. */
export type Drawn = {
  readonly operation: Operation;
  readonly role: Role;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** Instead of a body that is JSON. */
  readonly text?: string;
};

/** Longer ones do not come through as a path or a query. */
const SHORT = TEXTS.filter((text) => text.length < 300);
const VERSIONS = ['1.0', '1.1', '1.4', '1.7', '1.10', '1.14', 'latest'];
const ODD_VERSIONS = ['1.16', '2.0', '1', '', 'x', '1.015', '99999999999.1'];
const ROLES: readonly Role[] = ['demo', 'demo', 'demo', 'demo', 'reader', 'admin', 'nobody'];
const BROKEN = [
  '{',
  '[]',
  'null',
  '"x"',
  '{"a":1,"a":2}',
  `{"a":${'['.repeat(5_000)}`,
  '{"a":NaN}',
  '{"__proto__":{"x":1}}',
  '{"a":1}}',
  '\ufeff{}',
  '{"a":"\\ud800"}',
];

/** The next request of a seed: half of them such as people would send, so that there is something for the others to be wrong about. */
export function drawRequest(chance: Draw, operations: readonly Operation[], schemas: Schemas): Drawn {
  const isTame = chance.often(50);
  const draw = isTame ? tame(chance) : chance;
  const operation = draw.of(operations);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => pathPart(draw, name, operation.path));
  const query = operation.parameters
    .filter((one) => one.in === 'query' && draw.often(25))
    .map(({ name, schema }) => [name, queryValue(draw, schemas, schema, name)] as const);
  const odd = draw.often(6) ? [[draw.of(['', 'x', '__proto__', 'limit', 'sort', 'force', 'project']), draw.of(SHORT)] as const] : [];
  return {
    operation,
    role: draw.of(ROLES),
    path,
    query: [...query, ...odd],
    headers: headersFor(draw),
    ...bodyFor(draw, operation, schemas, isTame ? 1 : 3),
  };
}

function pathPart(draw: Draw, name: string, path: string): string {
  if (name.endsWith('_type'))
    return draw.often(80) ? draw.of(['fake.node-1.0', 'senlin.policy.scaling-1.0', 'os.nova.server-1.0']) : escaped(draw.of(SHORT));
  if (name === 'path') return escaped(draw.of(['$.name', '$.id', ...SHORT]));
  if (name === 'source') return draw.of(['nova', 'heat', 'aodh', 'docker', 'node', 'x']);
  if (name === 'user' && draw.often(80)) return '{{user}}';
  const kind = name.replace(/_id$/, '');
  const drawn = reference(draw, path.includes(`{${name}}`) ? kind : undefined);
  return drawn.startsWith('{{') ? drawn : escaped(drawn.slice(0, 300));
}
/** Half a character cannot be escaped. */
const escaped = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '')) || '%20';

function queryValue(draw: Draw, schemas: Schemas, schema: JsonObject, name: string): string {
  const value = valueFor(draw, schemas, schema, name);
  const one = Array.isArray(value) ? (value[0] ?? '') : value;
  return typeof one === 'object' || String(one).length > 300 ? draw.of(SHORT) : String(one);
}

function headersFor(draw: Draw): Record<string, string> {
  const headers: Record<string, string> = {
    accept: draw.often(90) ? 'application/json' : draw.of(['*/*', 'text/html', 'application/vnd.openstack.clustering-v1', 'x']),
  };
  const version = draw.often(9) ? draw.of(ODD_VERSIONS) : draw.often(70) ? '1.15' : draw.of(VERSIONS);
  if (draw.often(95))
    headers['openstack-api-version'] = draw.often(97)
      ? `clustering ${version}`
      : draw.of(['clustering', 'compute 2.1', ',', 'x'.repeat(500)]);
  if (draw.often(5)) headers['if-match'] = draw.of(['*', '"1"', '"0"', 'W/"1"', 'x', '"99999999999999999999"']);
  if (draw.often(5)) headers['idempotency-key'] = draw.of(['a', 'b', `k${draw.below(1_000)}`, 'x'.repeat(255), 'x'.repeat(256), 'a b']);
  if (draw.often(2)) headers['last-event-id'] = draw.of(['0', '-1', 'x', '99999999999999']);
  if (draw.often(2)) headers['content-type'] = draw.of(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'x', '']);
  return headers;
}

function bodyFor(draw: Draw, { method, body, example }: Operation, schemas: Schemas, mutations: number): Pick<Drawn, 'body' | 'text'> {
  if (method === 'GET' ? !draw.often(2) : draw.often(3)) return {};
  if (draw.often(4)) return { text: draw.of(BROKEN) };
  const base =
    example && (!body || draw.often(50))
      ? placed(draw, example)
      : body
        ? valueFor(draw, schemas, body)
        : draw.often(20)
          ? anything(draw)
          : undefined;
  if (base === undefined) return {};
  let changed: Json = base;
  for (let times = draw.below(mutations); times > 0; times--) changed = mutated(draw, changed);
  return { body: changed };
}

/** An example speaks of things that are not there: those that are take their places. */
function placed(draw: Draw, value: Json, name = ''): Json {
  if (Array.isArray(value)) return value.map((inner) => placed(draw, inner, name.replace(/s$/, '')));
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, placed(draw, inner, key)]));
  const [, kind] = /^(cluster|node|profile|policy|target)(?:_id)?$/.exec(name) ?? [];
  return typeof value === 'string' && kind && draw.often(90) ? reference(draw, kind === 'target' ? 'cluster' : kind) : value;
}

/** The same with one place in it changed: gone, another value, or one too many. */
function mutated(draw: Draw, value: Json): Json {
  if (Array.isArray(value) && value.length > 0 && draw.often(70)) {
    const at = draw.below(value.length);
    return value.map((inner: Json, i) => (i === at ? mutated(draw, inner) : inner));
  }
  if (!isJsonObject(value) || Object.keys(value).length === 0 || draw.often(3)) return anything(draw);
  const names = Object.keys(value);
  const name = draw.of(names);
  const { [name]: inner = null, ...rest } = value;
  if (draw.often(15)) return rest;
  if (draw.often(10)) return { ...value, [draw.of(TEXTS)]: anything(draw) };
  return { ...value, [name]: mutated(draw, inner) };
}
