import { describe, expect, test } from '@jest/globals';
import { policyTypes } from '../../../../lib/domain/policy/catalogue.ts';
import { profileTypes } from '../../../../lib/domain/profile/catalogue.ts';
import { pathOf } from '../../../../lib/wire/senlin/openapi/document.ts';
import { senlinRoutes } from '../../../../lib/wire/senlin/routes/all.ts';
import { asking, clusteringWith, wireWith } from '../../../support/senlin-wire.ts';

type Schema = { readonly [key: string]: unknown };
type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name?: string; readonly in?: string; readonly required?: boolean; readonly $ref?: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema; readonly example: unknown } } };
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly $ref?: string }>>;
};
type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
};

const { body } = await wireWith()({ path: '/openapi.json' });
const document: Document = JSON.parse(body);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const routes = senlinRoutes({ clustering: clusteringWith({}), engineId: 'engine-1', now: () => 0, profileTypes, policyTypes });

const everywhere = (value: unknown, visit: (value: Schema) => void): void => {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Schema);
  for (const inner of Object.values(value)) everywhere(inner, visit);
};

describe('the OpenAPI document', () => {
  test('is of version 3.1 and asks for no token', () => {
    expect(document.openapi).toBe('3.1.0');
  });

  test('holds every route of the router, and nothing that is not one or open', () => {
    const told = operations.filter(({ operation }) => operation.tags[0] !== 'open').map(({ path, method }) => `${method} ${path}`);
    expect(told.sort()).toEqual(routes.map((route) => `${route.method.toLowerCase()} ${pathOf(route)}`).sort());
  });

  test('has as many routes that Senlin had as the reference counts', () => {
    expect(
      routes.filter(({ since }) => since === undefined || since.minor < 15).filter(({ id }) => id !== 'postNotification'),
    ).toHaveLength(52);
  });

  test.each(operations.filter(({ operation }) => operation.tags[0] === 'open').map(({ path }) => [path]))('%s is open', async (path) => {
    const { status } = await wireWith()({ path });
    expect(Object.keys(document.paths[path]?.get?.responses ?? {})).toContain(String(status));
    expect(document.paths[path]?.get?.security).toEqual([]);
  });

  test('names every operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(operations.map((each) => [`${each.method} ${each.path}`, each] as const))('%s is complete', (_, { path, operation }) => {
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(operation.summary).toMatch(/\.$/);
    expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
    for (const response of Object.values(operation.responses)) expect(response.description ?? response.$ref).toBeTruthy();
  });

  test('every reference leads somewhere', () => {
    everywhere(document, ({ $ref }) => {
      if (typeof $ref !== 'string') return;
      const found = $ref
        .split('/')
        .slice(1)
        .reduce<unknown>((at, key) => (at as Schema | undefined)?.[key], document);
      expect(found === undefined ? $ref : 'found').toBe('found');
    });
  });

  test('required members are members', () => {
    everywhere(document, ({ required, properties }) => {
      if (!Array.isArray(required) || properties === undefined) return;
      expect(Object.keys(properties as object)).toEqual(expect.arrayContaining(required));
    });
  });

  test('describes the spec of every type', () => {
    const titles = (name: string) => ((document.components.schemas?.[name]?.oneOf ?? []) as readonly Schema[]).map(({ title }) => title);
    expect(titles('ProfileSpec')).toEqual([...profileTypes.keys()]);
    expect(titles('PolicySpec')).toEqual([...policyTypes.keys()]);
  });

  const bodies = operations.flatMap(({ path, method, operation }) => {
    const content = operation.requestBody?.content['application/json'];
    return content ? [[`${method} ${path}`, method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'), content.example] as const] : [];
  });
  test.each(bodies)('the example of %s is one that we take', async (_, method, path, example) => {
    // Whatever the body comes to, no complaint about it comes before the use case.
    const answer = wireWith({})(asking(method, `${path}?V=2`, example, { version: 'latest' }));
    await expect(answer).rejects.toThrow('the wire asked for');
  });
});
