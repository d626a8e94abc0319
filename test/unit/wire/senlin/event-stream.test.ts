import { beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Clustering } from '../../../../lib/app/clustering.ts';
import { advanceJournal } from '../../../../lib/app/journal/advance-journal.ts';
import type { Principal } from '../../../../lib/domain/identity/principal.ts';
import { readersId } from '../../../../lib/domain/journal/readers.ts';
import type { HttpRequest } from '../../../../lib/wire/http.ts';
import { openEventStream } from '../../../../lib/wire/senlin/event-stream.ts';
import { PROJECT } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { asking, ORIGIN, wireWith } from '../../../support/senlin-wire.ts';
import { clusterNamed, tellSomething } from '../../../support/telling.ts';

let service: MemoryService;
let serial = 0;
let isKnown = true;
beforeEach(() => {
  service = new MemoryService();
  isKnown = true;
});

/** The verbs, with everybody at home in the project that events are told of. */
const verbsHere = () =>
  new Proxy(service.verbs, {
    get:
      (all, verb: keyof Clustering) =>
      (caller: Principal, ...rest: never[]) =>
        (all[verb] as (...words: unknown[]) => unknown)({ ...caller, projectId: PROJECT }, ...rest),
  });

const request = (query: string, last?: string): HttpRequest => {
  const { headers = {}, ...asked } = asking('GET', '/v1/events/stream', undefined, { version: '1.15' });
  const all = { ...headers, ...(last !== undefined && { 'last-event-id': last }) };
  return { method: 'GET', path: '', body: '', origin: ORIGIN, requestId: `req-${++serial}`, ...asked, headers: all, query };
};

/** Opens a stream that ends once it has nothing to say. */
async function open(query: string, last?: string) {
  const wire = wireWith(verbsHere());
  let isOver = false;
  const stream = await openEventStream(
    async (asked) => {
      const { 'x-auth-token': token, ...headers } = asked.headers;
      const response = await wire({ ...asked, headers: { ...headers, 'x-auth-token': isKnown ? token : 'nobody' } });
      if (response.status === 200 && !response.body.includes('data:')) isOver = true;
      return response;
    },
    request(query, last),
    { wait: 0, isOver: () => isOver },
  );
  if ('body' in stream) throw new Error(`${stream.status} ${stream.body}`);
  return stream;
}

const idsIn = (text: string): string[] => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id = '']) => id);
const positionsIn = (text: string): number[] => [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data).position);

async function happens(...names: string[]): Promise<void> {
  for (const name of names) {
    service.pass(1);
    await tellSomething(service.store, name, service.now);
  }
  await advanceJournal(service.app, { project: PROJECT });
}

test('wherever it breaks off, whoever goes on with the last id hears everything once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ told: fc.nat(4), chunks: fc.nat(3) }), { minLength: 1, maxLength: 8 }), async (turns) => {
      service = new MemoryService();
      const heard: number[] = [];
      let last = '0';
      let total = 0;
      for (const { told, chunks } of [...turns, { told: 0, chunks: 9 }]) {
        await happens(...Array.from({ length: told }, () => 'web'));
        total += told;
        const stream = await open('', last);
        let left = chunks;
        for await (const chunk of stream.chunks) {
          if (left-- === 0) break;
          heard.push(...positionsIn(chunk));
          last = idsIn(chunk).at(-1) ?? last;
        }
        await stream.close();
      }
      expect(heard).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    }),
    { numRuns: 40 },
  );
});

test('what the filters keep out moves the place all the same', async () => {
  await happens('web', 'other', 'other');
  const chunks: string[] = [];
  for await (const chunk of (await open(`after=0&oid=${clusterNamed('web').id}`)).chunks) chunks.push(chunk);
  expect(positionsIn(chunks.join(''))).toEqual([1]);
  expect(idsIn(chunks.join('')).at(-1)).toBe('3');
});

test('without a position it begins with what happens next', async () => {
  await happens('web');
  const chunks: string[] = [];
  for await (const chunk of (await open('')).chunks) chunks.push(chunk);
  expect(chunks.join('')).toMatch(/^retry: 1000\n\nid: 1\n\n/);
});

test('a project has so many streams and no more, and one that ends makes room', async () => {
  const streams = [];
  for (let i = 0; i < 20; i++) streams.push(await open(''));
  await expect(open('')).rejects.toThrow(/^429 .*There are 20 open streams/);
  await streams[0]?.close();
  await open('');
  service.pass(91);
  await open('');
  const readers = await service.store.get('readers', { project: PROJECT, id: readersId(PROJECT) });
  expect(readers?.open).toHaveLength(1);
});

test('it ends when its token is good for nothing any more', async () => {
  await happens('web');
  const stream = await open('after=0');
  isKnown = false;
  const chunks: string[] = [];
  for await (const chunk of stream.chunks) chunks.push(chunk);
  expect(chunks).toHaveLength(1);
});

test.each<[string, string | undefined, string]>([
  ['after=x', undefined, "The value for after must be a position: 'x'."],
  ['', '-1', "The value for after must be a position: '-1'."],
  ['after=5', undefined, "The project's journal ends at 0: nothing has position 5 yet."],
  ['wait=21', undefined, "The value for wait must be an integer from 0 to 20: '21'."],
  ['level=LOUD', undefined, 'Field value LOUD is invalid'],
  ['colour=red', undefined, 'Invalid parameter colour'],
])('%s %s is refused', async (query, last, message) => {
  const { status, body } = await wireWith(verbsHere())(request(query, last));
  expect([status, JSON.parse(body).error.message]).toEqual([400, message]);
});

test('an answer in one piece leaves no reader behind', async () => {
  await happens('web');
  const { headers, body } = await wireWith(verbsHere())(request('after=0&wait=0'));
  expect(headers).toMatchObject({ 'Content-Type': 'text/event-stream', 'X-Coppice-Position': '1' });
  expect(positionsIn(body)).toEqual([1]);
  expect((await service.store.get('readers', { project: PROJECT, id: readersId(PROJECT) }))?.open).toEqual([]);
});
