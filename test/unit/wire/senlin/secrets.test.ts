import { beforeEach, describe, expect, test } from '@jest/globals';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { facts } from '../../../../lib/composition/ask.ts';
import { asking, wireWith } from '../../../support/senlin-wire.ts';
import { smallService } from '../../../support/small-service.ts';

const CANARY = 'canary-value-of-a-secret';
let service: ReturnType<typeof smallService>;
beforeEach(() => {
  service = smallService();
});

async function ask(method: string, url: string, json?: unknown, options: { as?: string; version?: string } = {}) {
  const answer = await wireWith(clusteringVerbs(service.app, facts()))(asking(method, url, json, { version: '1.15', ...options }));
  expect(JSON.stringify(answer)).not.toContain('canary');
  return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
}
const make = (value: unknown = CANARY, name = 'database') =>
  ask('POST', '/v1/secrets', { secret: { name, value, description: 'Of the shop.' } });

describe('a secret', () => {
  test('is told of and never shown', async () => {
    const made = await make({ user: 'shop', password: CANARY });
    expect(made).toMatchObject({
      status: 201,
      json: {
        secret: { name: 'database', description: 'Of the shop.', keys: ['user', 'password'], revision: 1, secret_ref: 'coppice:database' },
      },
    });
    expect(await ask('GET', '/v1/secrets/database')).toMatchObject({ status: 200, json: made.json, headers: { ETag: '"1"' } });
    expect((await ask('GET', '/v1/secrets?name=database')).json).toEqual({ secrets: [made.json.secret] });
  });

  test('is given another value, which is another revision', async () => {
    await make();
    const changed = await ask('PATCH', '/v1/secrets/database', { secret: { value: 'canary the second' } });
    expect(changed).toMatchObject({ status: 200, json: { secret: { revision: 2, keys: [] } }, headers: { ETag: '"2"' } });
    const described = await ask('PATCH', '/v1/secrets/database', { secret: { description: 'Other words.' } });
    expect(described.json.secret).toMatchObject({ revision: 2, description: 'Other words.', rotated_at: changed.json.secret.rotated_at });
  });

  test('has a name to itself', async () => {
    await make();
    expect(await make()).toMatchObject({ status: 409 });
    expect(await ask('POST', '/v1/secrets', { secret: { name: 'database', value: 'x' } }, { as: 'alt' })).toMatchObject({ status: 201 });
  });

  test('is deleted when nothing refers to it any more', async () => {
    const { json } = await make();
    const spec = (secret_ref: string) => ({
      type: 'local.process',
      version: '1.0',
      properties: { command: ['true'], env: { A: { secret_ref } } },
    });
    for (const [name, ref] of Object.entries({ byName: 'coppice:database#key', byId: `coppice:${json.secret.id}` }))
      expect(await ask('POST', '/v1/profiles', { profile: { name, spec: spec(ref) } })).toMatchObject({ status: 201 });
    for (const name of ['byName', 'byId']) {
      const refused = await ask('DELETE', '/v1/secrets/database');
      expect(refused).toMatchObject({ status: 409, json: { error: { type: 'ResourceInUse' } } });
      await ask('DELETE', `/v1/profiles/${name}`);
    }
    expect(await ask('DELETE', '/v1/secrets/database')).toMatchObject({ status: 204 });
    expect(await ask('GET', '/v1/secrets/database')).toMatchObject({ status: 404 });
  });

  test.each([
    ['GET', '/v1/secrets/database'],
    ['PATCH', '/v1/secrets/database'],
    ['DELETE', '/v1/secrets/database'],
  ])('of another project is not found: %s', async (method, url) => {
    await make();
    expect(await ask(method, url, method === 'PATCH' ? { secret: { value: 'x' } } : undefined, { as: 'alt' })).toMatchObject({
      status: 404,
    });
  });

  test('is nothing that a reader makes, nor a client of 1.14 meets', async () => {
    expect(await ask('POST', '/v1/secrets', { secret: { name: 'a', value: CANARY } }, { as: 'reader' })).toMatchObject({ status: 403 });
    expect(await ask('POST', '/v1/secrets', { secret: { name: 'a', value: CANARY } }, { version: '1.14' })).toMatchObject({ status: 400 });
  });

  test.each([12345678, '', null, true, ['canary'], {}, { a: '' }, { a: 1 }, { a: { b: 'canary' } }, `canary${'x'.repeat(65_536)}`])(
    'that is no text is refused without being repeated',
    async (value) => {
      const refused = await make(value);
      expect(refused.status).toBe(400);
      expect(refused.body).not.toContain('12345678');
      expect(refused.json.error.message).toMatch(/value|a text of more than/);
    },
  );
});

test('the value of a secret has 64 KiB at most, whatever it is made of', async () => {
  const halves = (size: number) => ({ a: 'x'.repeat(40_000), b: 'y'.repeat(size - 40_000 - JSON.stringify({ a: '', b: '' }).length) });
  expect((await make(halves(65_536))).status).toBe(201);
  expect((await make(halves(65_537))).json.error.message).toMatch('must not have more than 65536 bytes');
});

describe('a plain value where a secret is meant', () => {
  test('is taken, and warned of', async () => {
    const properties = { command: ['true'], env: { DB_PASSWORD: 'in the clear', PATH_TO: 'x', TOKEN: { secret_ref: 'coppice:t' } } };
    const made = await ask('POST', '/v1/profiles', { profile: { name: 'p', spec: { type: 'local.process', version: '1.0', properties } } });
    expect(made.json.profile.warnings).toEqual([{ item: 'env.DB_PASSWORD', message: expect.stringContaining('secret_ref') }]);
  });

  test.each([
    [{ command: [{ secret_ref: 'coppice:a' }] }, 'command/0', 'No reference to a secret is taken here'],
    [{ command: ['true'], env: { A: { secret_ref: 'a' } } }, 'env/A', "must be '<backend>:<name>'"],
    [{ command: ['true'], env: { A: { secret_ref: 'coppice:a', key: 'b' } } }, 'env/A', 'and nothing else'],
  ])('%j is refused, where it stands', async (properties, at, message) => {
    const refused = await ask('POST', '/v1/profiles', {
      profile: { name: 'p', spec: { type: 'local.process', version: '1.0', properties } },
    });
    expect(refused.status).toBe(400);
    expect(refused.json.error.message).toContain(message);
    expect(refused.json.error.message).toContain(at);
  });
});
