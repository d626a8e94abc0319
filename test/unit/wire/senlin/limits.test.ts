import { describe, expect, test } from '@jest/globals';
import { refused } from '../../../../lib/domain/kernel/fault.ts';
import { lossIn } from '../../../../lib/wire/senlin/json-losses.ts';
import { asking, wireWith } from '../../../support/senlin-wire.ts';

const nobody = async () => refused('cluster.not-found', "The cluster 'x' could not be found.");
const asked: unknown[] = [];
const wire = wireWith({
  createCluster: nobody,
  addNodes: nobody,
  listClusters: async (_: unknown, request: unknown) => {
    asked.push(request);
    return { kind: 'ok', clusters: [] };
  },
});
const wrapped = (inner: string): string => `{"cluster":{"name":"x","profile_id":"p",${inner}}}`;
const post = async (body: string, version = '1.15') => {
  const answer = await wire(asking('POST', '/v1/clusters', body, { version }));
  return { status: answer.status, message: JSON.parse(answer.body).error.message as string };
};
const object = (names: number, value: unknown = 1) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: names }, (_, i) => [`k${i}`, value])));

describe('a body', () => {
  test('is too large for clients of ours with 413, for those of Senlin with 400', async () => {
    const body = wrapped(`"config":{"a":"${'x'.repeat(256 * 1024)}"}`);
    expect((await post(body)).status).toBe(413);
    expect((await post(body, '1.14')).status).toBe(400);
  });

  test('has at most a thousand members in an object, or in an array', async () => {
    expect((await post(wrapped(`"config":${object(1_000)}`))).status).toBe(404);
    expect((await post(wrapped(`"config":${object(1_001)}`))).message).toContain('at most 1000');
    expect((await post(wrapped(`"config":{"a":[${Array(1_001).fill(0)}]}`))).message).toContain('at most 1000');
  });

  test('has texts of at most 64 KiB, in bytes', async () => {
    const message = 'The body has a text of more than 65536 bytes, which is the most that is allowed';
    expect((await post(wrapped(`"config":{"a":"${'x'.repeat(65_537)}"}`))).message).toBe(message);
    expect((await post(wrapped(`"config":{"a":"${'é'.repeat(40_000)}"}`))).message).toBe(message);
    expect((await post(wrapped(`"config":{"${'x'.repeat(65_537)}":1}`))).message).toBe(message);
  });

  test.each([
    ['a name given twice', '"config":{"a":1,"b":{"a":2},"a":3}', "The name 'a' is given twice in the same object"],
    ['also in other letters', '"config":{"a":1,"\\u0061":2}', "The name 'a' is given twice in the same object"],
    ['an ancestor', '"config":{"__proto__":{"admin":true}}', "The name '__proto__' is not allowed"],
    ['also in other letters', '"config":{"\\u005f_proto__":1}', "The name '__proto__' is not allowed"],
    [
      'a number that would be rounded',
      '"config":{"a":9007199254740993}',
      'The number 9007199254740993 is larger than can be kept exactly: send it as a text',
    ],
    [
      'or below nought',
      '"config":{"a":-9007199254740993}',
      'The number -9007199254740993 is larger than can be kept exactly: send it as a text',
    ],
  ])('is refused for %s', async (_, inner, message) => {
    for (const version of ['1.0', '1.15']) expect(await post(wrapped(inner), version)).toEqual({ status: 400, message });
  });

  test.each([
    '{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1}]}',
    '{"a":"a","b":["a","a"],"c":"\\"a\\":1,\\"a\\":2"}',
    '{"a":9007199254740991,"b":-9007199254740991,"c":1e300,"d":0.12345678901234567890,"e":123456789012345678.5,"f":1.5e-20,"g":-0}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"a\\\\":1,"a":2,"":3}',
  ])('loses nothing of %s', (text) => {
    JSON.parse(text);
    expect(lossIn(text)).toBeUndefined();
  });
});

describe('metadata', () => {
  const meta = (pairs: string, version?: string) => post(wrapped(`"metadata":${pairs}`), version);

  test('has 64 pairs of 256 bytes each side', async () => {
    expect((await meta(object(64, 'x'.repeat(256)))).status).toBe(404);
    expect(await meta(object(65))).toEqual({
      status: 400,
      message: 'The value for the metadata field must have at most 64 pairs, not 65.',
    });
    expect((await meta(JSON.stringify({ ['x'.repeat(257)]: 1 }))).message).toMatch(
      /^A name in the metadata field is longer than 256 bytes/,
    );
    expect((await meta(`{"a":"${'x'.repeat(257)}"}`)).message).toBe("The value of 'a' in the metadata field is longer than 256 bytes.");
    expect((await meta(`{"a":[${Array(200).fill(0)}]}`)).message).toBe("The value of 'a' in the metadata field is longer than 256 bytes.");
  });

  test.each(['coppice.node', 'aws:autoscaling:groupName'])('does not begin with what tells whose a resource is: %s', async (name) => {
    expect((await meta(JSON.stringify({ [name]: 'x' }))).message).toContain('are reserved');
  });
});

test('what an action is told has at most 32 KiB, so that forty children of it fit into one write', async () => {
  expect((await post(wrapped(`"config":{"a":"${'x'.repeat(32 * 1024)}"}`))).message).toBe(
    'The value for the config field is longer than 32768 bytes as JSON.',
  );
  expect((await post(wrapped(`"config":{"a":"${'x'.repeat(32 * 1024 - 8)}"}`))).status).toBe(404);
});

test('no more nodes are named than a cluster can have', async () => {
  const add = (nodes: number) =>
    wire(asking('POST', '/v1/clusters/x/actions', { add_nodes: { nodes: Array.from({ length: nodes }, (_, i) => `n${i}`) } }));
  expect((await add(1_000)).status).toBe(404);
  expect((await add(1_001)).status).toBe(400);
});

describe('a page of a list', () => {
  const list = async (query: string, version: string) => {
    asked.length = 0;
    const { status } = await wire({ ...asking('GET', '/v1/clusters', undefined, { version }), query });
    return [status, (asked[0] as { limit?: number } | undefined)?.limit];
  };

  test('is everything for clients of Senlin, and at most a thousand for ours', async () => {
    expect(await list('', '1.14')).toEqual([200, undefined]);
    expect(await list('limit=5000', '1.14')).toEqual([200, 5_000]);
    expect(await list('', '1.15')).toEqual([200, 1_000]);
    expect(await list('name=x', '1.15')).toEqual([200, 1_000]);
    expect(await list('limit=1000', '1.15')).toEqual([200, 1_000]);
    expect(await list('limit=1001', '1.15')).toEqual([400, undefined]);
  });
});
