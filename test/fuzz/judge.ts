import type { Json } from '../../lib/domain/kernel/json.ts';
import type { Drawn } from './request.ts';
import { misfit } from './schema.ts';
import type { Answer } from './send.ts';
import type { Schemas } from './values.ts';
import { CANARY, type World } from './world.ts';

/** Of any path, from the gateway or from what comes before any operation: no token, no such version, too long. */
const ALWAYS = [400, 401, 404, 405, 406, 408, 413, 414, 431];
/** A name that is not one segment makes another path of it, which is another operation or none. */
const STRAYING = /%2f|%2e|\/\/|\/\.|%20$|\/$/i;

/** @returns what must not be, in a few words, or undefined */
export function whatIsWrong(
  { operation, role, path, headers }: Drawn,
  { status, text }: Answer,
  world: World,
  schemas: Schemas,
): string | undefined {
  if (status === 0) return `no answer: ${text}`;
  if (status >= 500 && !isDocumented(operation.answers, status, headers, text)) return `status ${status}`;
  // An administrator sees every project.
  if (role !== 'admin') {
    if (text.includes(CANARY)) return "another project's canary is in the answer";
    if (world.secrets().some((id) => text.includes(id))) return "another project's id is in the answer";
  }
  if (/\bat \S+ \(?(file:|\/|node:)|"stack"/.test(text) && status >= 400) return 'a stack is in the answer';
  if (!operation.answers || STRAYING.test(path)) return undefined;
  if (!Object.hasOwn(operation.answers, status) && !ALWAYS.includes(status)) return `status ${status} is not documented`;
  const schema = operation.answers[status];
  if (status >= 300 || !schema || headers['openstack-api-version'] !== 'clustering 1.15') return undefined;
  const place = schema.type === 'string' ? undefined : misfit(schemas, schema, parsed(text));
  return place === undefined ? undefined : `the answer is not as it is documented: ${place}`;
}

/** Senlin answers a policy whose spec does not fit with 500, and its clients test for it; and who cannot be asked is away. */
const isDocumented = (answers: Drawn['operation']['answers'], status: number, headers: Drawn['headers'], text: string): boolean =>
  Object.hasOwn(answers ?? {}, status) &&
  (status === 503
    ? text.includes('ServiceUnavailable')
    : text.includes('"ESchema"') && !/1\.15|latest/.test(headers['openstack-api-version'] ?? ''));

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
