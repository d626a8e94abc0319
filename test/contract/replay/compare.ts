import { isJsonObject, type Json, type JsonObject } from '../../../lib/domain/kernel/json.ts';
import type { Exchange } from './exchange.ts';
import type { Answer, World } from './world.ts';

/** Members that are there or null as things go, and are compared only where both are there. */
const COMES_AND_GOES = [
  'created_at',
  'updated_at',
  'start_time',
  'end_time',
  'owner',
  'physical_id',
  'last_op',
  'cluster_id',
  'domain',
  'data',
];
/** Members whose inside is the service's own business. */
const PRIVATE = ['data', 'dependents', 'details', 'outputs', 'meta_data', 'nodes', 'policies', 'depends_on', 'depended_by', 'physical_id'];
/** Members that users fill as they like, and find again as they left them. */
const FREE = ['metadata', 'config', 'spec', 'inputs', 'params'];
/** Numbers that differ from run to run. */
const COUNTED = ['index', 'start_time', 'end_time'];

/** How texts look that are never the same twice. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['id', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/],
  ['owner', /^[0-9a-f]{32}$/],
  ['time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
  ['time without zone', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/],
  ['time with offset', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/],
  ['made-up name', /^(node-\w{8}|n-\w{5}|web-\d{3})$/],
];
const kindOf = (text: string): string => KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? `'${text}'`;

/** Everything in which our answer differs from the recorded one, one line each. */
export function differences({ request, response }: Exchange, answer: Answer, world: World): string[] {
  const told = [...differentHeaders(response.headers, answer, world)];
  const [wanted, got] = [labels(response.json), labels(answer.json)].map((names) =>
    (request.url.includes('sort=') ? names : names.sort()).join(' '),
  );
  if (wanted !== undefined && world.ours(wanted) !== got) told.push(`holds: ${wanted}, here ${got}`);
  if (answer.status !== response.status) told.push(`status: ${response.status}, here ${answer.status}: ${answer.text.slice(0, 400)}`);
  else if (response.json !== undefined) told.push(...different('', response.json, answer.json, world));
  else if ((response.body ?? '') !== answer.text) told.push(`body: ${response.body}, here ${answer.text}`);
  return told;
}

/** What a list holds, by names; those that are made up are all alike. */
function labels(json: Json | undefined): string[] {
  const [list] = isJsonObject(json) ? Object.values(json) : [];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: Json) => {
    const { name, policy_name, action } = isJsonObject(item) ? item : {};
    const label = name ?? policy_name ?? action;
    return typeof label === 'string' ? kindOf(label).replace(/_[0-9a-f]{8}'$/, "_ID'") : [];
  });
}

function* differentHeaders(recorded: Readonly<Record<string, string>>, { headers }: Answer, world: World): Generator<string> {
  for (const name of ['Content-Type', 'Openstack-Api-Version', 'Vary']) {
    if ((recorded[name] ?? null) !== headers.get(name)) yield `${name}: ${recorded[name]}, here ${headers.get(name)}`;
  }
  const location = headers.get('Location');
  const wanted = recorded.Location && new RegExp(`^${world.ours('http://127.0.0.1:8790')}/v1/actions/[0-9a-f-]{36}$`);
  if (wanted ? !wanted.test(location ?? '') : location !== null) yield `Location: ${recorded.Location}, here ${location}`;
  if (!/^req-[0-9a-f-]{36}$/.test(headers.get('X-OpenStack-Request-Id') ?? '')) yield 'no request id';
}

function* different(path: string, recorded: Json, ours: Json | undefined, world: World): Generator<string> {
  const key = path.split('.').at(-1) ?? '';
  if (COMES_AND_GOES.includes(key) && (recorded === null || ours === null)) return;
  if (typeOf(recorded) !== typeOf(ours)) yield `${path}: ${typeOf(recorded)}, here ${JSON.stringify(ours)}`;
  else if (PRIVATE.includes(key)) return;
  else if (FREE.includes(key)) yield* differentTexts(path, world.ours(JSON.stringify(recorded)), JSON.stringify(ours));
  else if (isJsonObject(recorded) && isJsonObject(ours)) yield* differentMembers(path, recorded, ours, world);
  else if (Array.isArray(recorded) && Array.isArray(ours)) yield* differentItems(path, recorded, ours, world);
  else if (typeof recorded === 'string') yield* differentTexts(path, world.ours(recorded), String(ours));
  else if (recorded !== ours && !COUNTED.includes(key)) yield `${path}: ${recorded}, here ${ours}`;
}

function* differentMembers(path: string, recorded: JsonObject, ours: JsonObject, world: World): Generator<string> {
  for (const name of new Set([...Object.keys(recorded), ...Object.keys(ours)])) {
    const inner = `${path}.${name}`;
    if (!(name in ours)) yield `${inner}: missing here`;
    else if (recorded[name] === undefined) yield `${inner}: only here`;
    else yield* different(inner, recorded[name], ours[name], world);
  }
}

/** Lists of documents are compared by what each document is made of: which ones there are is for the scenario to say. */
function* differentItems(path: string, recorded: readonly Json[], ours: readonly Json[], world: World): Generator<string> {
  const [first] = recorded;
  const isWholeAnswer = path.lastIndexOf('.') === 0;
  if (!isJsonObject(first) || !isWholeAnswer) {
    if (recorded.length !== ours.length) yield `${path}: ${recorded.length} items, here ${ours.length}`;
    for (const [i, item] of recorded.entries()) yield* different(`${path}.${i}`, item, ours[i], world);
    return;
  }
  if (ours.length === 0) yield `${path}: none here`;
  for (const [i, item] of ours.entries()) yield* differentShape(`${path}.${i}`, first, item);
}

function* differentShape(path: string, recorded: Json, ours: Json | undefined): Generator<string> {
  const key = path.split('.').at(-1) ?? '';
  if (COMES_AND_GOES.includes(key) && (recorded === null || ours === null)) return;
  if (typeOf(recorded) !== typeOf(ours)) yield `${path}: ${typeOf(recorded)}, here ${JSON.stringify(ours)}`;
  else if (isJsonObject(recorded) && isJsonObject(ours) && !PRIVATE.includes(key) && !FREE.includes(key)) {
    for (const name of new Set([...Object.keys(recorded), ...Object.keys(ours)])) {
      if (name in recorded && name in ours) yield* differentShape(`${path}.${name}`, recorded[name] ?? null, ours[name]);
      else yield `${path}.${name}: ${name in recorded ? 'missing here' : 'only here'}`;
    }
  } else if (/_at$|^timestamp$|^id$/.test(key) && kindOf(String(recorded)) !== kindOf(String(ours))) {
    yield `${path}: ${recorded}, here ${ours}`;
  }
}
const EMBEDDED_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function* differentTexts(path: string, recorded: string, ours: string): Generator<string> {
  if (kindOf(recorded) === kindOf(ours)) return;
  // A message may name something that has no name in the recording.
  if (path === '.error.message' && recorded.replaceAll(EMBEDDED_ID, 'ID') === ours.replaceAll(EMBEDDED_ID, 'ID')) return;
  yield `${path}: ${recorded}, here ${ours}`;
}

const typeOf = (value: Json | undefined): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
