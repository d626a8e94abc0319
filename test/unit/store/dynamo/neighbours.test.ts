import { BatchGetItemCommand, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { ItemReader } from '../../../../lib/store/dynamo/item-reader.ts';
import type { Item } from '../../../../lib/store/dynamo/items.ts';
import { Neighbours } from '../../../../lib/store/dynamo/neighbours.ts';
import { Remembered } from '../../../../lib/store/dynamo/remembered.ts';
import { T0 } from '../../../support/documents.ts';

const clock = { now: () => T0 };
const placeOf = (n: number) => String(n).padStart(6, '0');

/** A partition of numbers, in which every item says which write made it, and who asks what. */
function aTable(count: number) {
  const items = new Map(
    Array.from({ length: count }, (_, n) => [placeOf(n), { d: `${n}`, w: 'first' } as { d: string; w?: string; ttl?: number }]),
  );
  const asked: string[] = [];
  const only = (what: string, [sk, { d, w, ttl }]: readonly [string, { d: string; w?: string; ttl?: number }]): Item => ({
    pk: { S: 'p' },
    sk: { S: sk },
    ...(what.includes(' d,') && { d: { S: d } }),
    ...(w !== undefined && { w: { S: w } }),
    ...(ttl !== undefined && { ttl: { N: String(ttl) } }),
  });
  const send = async (command: unknown) => {
    if (command instanceof QueryCommand) {
      const { Limit = 0, ExclusiveStartKey, ProjectionExpression = '', ExpressionAttributeValues: values } = command.input;
      const after = ExclusiveStartKey?.sk?.S ?? '';
      const [first, last] = [values?.[':first']?.S ?? '', values?.[':last']?.S ?? ''];
      const there = [...items].filter(([sk]) => sk > after && sk >= first && sk <= last).sort(([a], [b]) => (a < b ? -1 : 1));
      const page = there.slice(0, Limit);
      asked.push(`${ProjectionExpression.includes(' d,') ? 'read' : 'marks'} ${page.length}`);
      return {
        Items: page.map((one) => only(ProjectionExpression, one)),
        ...(there.length >= Limit && { LastEvaluatedKey: { sk: { S: page.at(-1)?.[0] } } }),
      };
    }
    if (!(command instanceof BatchGetItemCommand)) throw new Error('nobody asks this');
    const { Keys = [], ProjectionExpression = '' } = command.input.RequestItems?.t ?? {};
    asked.push(`fetch ${Keys.length}`);
    const there = Keys.flatMap(({ sk }) => {
      const item = items.get(sk?.S ?? '');
      return item ? [only(ProjectionExpression, [sk?.S ?? '', item])] : [];
    });
    return { Responses: { t: there } };
  };
  const db = { send } as unknown as DynamoDBClient;
  const neighbours = new Neighbours(db, 't', clock, new ItemReader(db, 't', clock));
  const parsed: string[] = [];
  const read = async (numbers: readonly number[]) => {
    asked.length = 0;
    parsed.length = 0;
    const found = await neighbours.read('p', numbers.map(placeOf), ({ d }) => {
      parsed.push(d?.S ?? '');
      return { text: d?.S };
    });
    return numbers.flatMap((n) => found.get(placeOf(n))?.text ?? []);
  };
  return { items, asked, parsed, read };
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

test('what has not changed is neither fetched nor parsed again', async () => {
  const { items, asked, parsed, read } = aTable(300);
  expect(await read(upTo(300))).toEqual(upTo(300).map(String));
  expect(asked).toEqual(['read 300']);
  items.set(placeOf(7), { d: 'seven', w: 'second' });
  expect((await read(upTo(300)))[7]).toBe('seven');
  expect(asked).toEqual(['marks 300', 'fetch 1']);
  expect(parsed).toEqual(['seven']);
});

test('where little of what comes by is wanted, the rest is fetched', async () => {
  const { asked, read } = aTable(5_000);
  const some = upTo(60).map((n) => n * 80);
  expect(await read(some)).toEqual(some.map(String));
  expect(asked).toEqual(['read 120', 'fetch 58']);
});

test('what was passed and not met is not looked for', async () => {
  const { items, asked, read } = aTable(100);
  items.delete(placeOf(40));
  items.set(placeOf(41), { d: '41', w: 'first', ttl: T0 / 1_000 - 1 });
  expect(await read(upTo(100))).toEqual(
    upTo(100)
      .filter((n) => n !== 40 && n !== 41)
      .map(String),
  );
  expect(asked).toEqual(['read 99']);
});

test('what was written before writes had a mark is read each time', async () => {
  const { items, asked, read } = aTable(100);
  for (const n of upTo(100)) items.set(placeOf(n), { d: `old ${n}` });
  await read(upTo(100));
  items.set(placeOf(1), { d: 'changed' });
  expect((await read(upTo(100))).slice(0, 3)).toEqual(['old 0', 'changed', 'old 2']);
  expect(asked).toEqual(['read 100']);
});

test('only so much is remembered', () => {
  const remembered = new Remembered(100);
  const item = (w: string): Item => ({ w: { S: w }, d: { S: 'x'.repeat(40) } });
  for (const place of ['a', 'b', 'c']) remembered.keep('p', place, item('first'), { place });
  expect(['a', 'b', 'c'].map((place) => remembered.find('p', place, item('first')))).toEqual([undefined, undefined, { place: 'c' }]);
  expect(remembered.find('q', 'c', item('first'))).toBeUndefined();
  expect(remembered.find('p', 'c', item('second'))).toBeUndefined();
});

test('nobody can change what others are given', () => {
  const doc = new Remembered().keep('p', 'a', { w: { S: 'first' } }, { list: [{ name: 'a' }] });
  expect(() => Object.assign(doc.list[0] ?? {}, { name: 'b' })).toThrow(TypeError);
});
