import { isJsonObject, type JsonObject } from '../../lib/domain/kernel/json.ts';
import type { Schemas } from './values.ts';

export type Parameter = { readonly name: string; readonly in: string; readonly schema: JsonObject };

/** One thing that can be asked, and what may come of it. */
export type Operation = {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: JsonObject;
  readonly example?: JsonObject;
  /** Answers by status; undefined where nobody says. */
  readonly answers?: Readonly<Record<string, JsonObject | undefined>>;
};

const METHODS = ['get', 'post', 'patch', 'delete'];
const object = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

/** Everything that the OpenAPI document of a running service describes. */
export function operationsOf(document: JsonObject, schemas: Schemas): readonly Operation[] {
  return Object.entries(object(document.paths)).flatMap(([path, methods]) =>
    Object.entries(object(methods))
      .filter(([method]) => METHODS.includes(method))
      .map(([method, described]) => {
        const { parameters, requestBody, responses } = object(described);
        const content = object(object(object(requestBody).content)['application/json']);
        const answers = Object.entries(object(responses)).map(([status, response]) => {
          const schema = object(object(object(schemas.resolve(object(response)).content)['application/json'])).schema;
          return [status, isJsonObject(schema) ? schema : undefined] as const;
        });
        return {
          method: method.toUpperCase(),
          path,
          parameters: (Array.isArray(parameters) ? parameters : []).map(
            (one) => schemas.resolve(one as JsonObject) as unknown as Parameter,
          ),
          ...(isJsonObject(content.schema) && { body: content.schema }),
          ...(isJsonObject(content.example) && { example: content.example }),
          answers: Object.fromEntries(answers),
        };
      }),
  );
}

const named = (name: string) => ({ name, domain: { name: 'Default' } });
const inPath = (path: string): readonly Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({ name, in: 'path', schema: { type: 'string' } }));
const plain = (method: string, path: string, example?: JsonObject): Operation => ({
  method,
  path,
  parameters: inPath(path),
  ...(example && { example }),
});
const password = { methods: ['password'], password: { user: { ...named('fuzz'), password: 'wrong' } } };
const credential = { methods: ['application_credential'], application_credential: { id: 'x', secret: 'y' } };

/** What no document describes: identity, and AWS's own dialects, by their shapes. */
export const UNDESCRIBED: readonly Operation[] = [
  ...[
    '',
    '/v3',
    '/v3/auth/tokens',
    '/v3/auth/catalog',
    '/v3/auth/projects',
    '/v3/auth/domains',
    '/v3/auth/system',
    '/v3/projects',
    '/v3/users',
  ].map((path) => plain('GET', `/identity${path}`)),
  plain('POST', '/identity/v3/auth/tokens', { auth: { identity: password, scope: { project: named('demo') } } }),
  plain('POST', '/identity/v3/auth/tokens', { auth: { identity: { methods: ['token'], token: { id: 'x' } }, scope: 'unscoped' } }),
  plain('POST', '/identity/v3/auth/tokens', { auth: { identity: credential } }),
  plain('DELETE', '/identity/v3/auth/tokens'),
  plain('GET', '/identity/v3/projects/{project}'),
  plain('GET', '/identity/v3/users/{user}'),
  plain('GET', '/identity/v3/users/{user}/projects'),
  plain('GET', '/identity/v3/users/{user}/application_credentials'),
  plain('POST', '/identity/v3/users/{user}/application_credentials', {
    application_credential: { name: 'f', roles: [{ name: 'reader' }] },
  }),
  plain('GET', '/identity/v3/users/{user}/application_credentials/{credential}'),
  plain('GET', '/identity/v3/users/{user}/credentials/OS-EC2'),
  plain('POST', '/identity/v3/users/{user}/credentials/OS-EC2', { tenant_id: 'x' }),
  plain('PATCH', '/identity/v3/users/{user}/credentials/OS-EC2/{credential}', { credential: { enabled: false } }),
  ...['GET', 'POST', 'PUT'].flatMap((method) =>
    ['/aws/sts', '/aws/autoscaling', '/aws/{service}'].map((path) => plain(method, path, { Action: 'GetCallerIdentity' })),
  ),
];
