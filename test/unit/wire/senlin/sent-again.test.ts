import { describe, expect, test } from '@jest/globals';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { stepAction } from '../../../../lib/app/engine/step-action.ts';
import { once } from '../../../../lib/app/requests/once.ts';
import { scopedVerbs } from '../../../../lib/app/requests/scoped-verbs.ts';
import { facts } from '../../../../lib/composition/ask.ts';
import type { Kind } from '../../../../lib/domain/documents.ts';
import { policyTypes } from '../../../../lib/domain/policy/catalogue.ts';
import { profileTypes } from '../../../../lib/domain/profile/catalogue.ts';
import { sha256Digest } from '../../../../lib/platform/sha256-digest.ts';
import { senlinHandler } from '../../../../lib/wire/senlin/handler.ts';
import { senlinRoutes } from '../../../../lib/wire/senlin/routes/all.ts';
import { PROJECT } from '../../../support/documents.ts';
import { furnish, somebody } from '../../../support/furnished.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { MUTATIONS, type Mutation } from '../../../support/mutations.ts';

const routes = senlinRoutes({ clustering: {} as never, engineId: 'e', now: () => 0, profileTypes, policyTypes });
const mutating = routes.filter(({ method, harmless, open, closed }) => method !== 'GET' && !harmless && !open && !closed);
/** Shows a key, the same however often it is asked, and changes nothing. */
const CHANGES_NOTHING = ['showNotificationKey'];
const walked = mutating.filter(({ id }) => !CHANGES_NOTHING.includes(id));

const KINDS = [
  ...(['cluster', 'node', 'profile', 'policy', 'action', 'event', 'schedule', 'watch', 'receiver', 'subscription', 'letter'] as const),
  ...(['workflow', 'execution', 'secret', 'orphan', 'sweep'] as const),
] satisfies readonly Kind[];

/** Somebody's service with something of everything in it, and its wire. */
async function scene(id = '') {
  const service = new MemoryService();
  const things = await furnish(service);
  const { app, store } = service;
  // What is not about an action is not to be in the way of one.
  if (id !== 'updateAction') await stepAction(app, { project: PROJECT, id: things.action });
  const handle = senlinHandler({
    clustering: scopedVerbs(app, (of) => clusteringVerbs(of, facts())),
    verify: async (token) => somebody(PROJECT, token === 'admin' ? 'admin' : 'member'),
    report: (error) => {
      throw error;
    },
    engineId: 'engine',
    now: () => app.clock.now(),
    profileTypes,
    policyTypes,
    repeating: (request, answer) => once({ ...app, digest: sha256Digest }, request, answer),
  });
  const send = (method: string, { path, body, admin }: Mutation, headers: Record<string, string> = {}, more = '') =>
    handle({
      method,
      path: `/v1${path}`,
      query: more === '' ? '' : 'x=1',
      headers: {
        'x-auth-token': admin ? 'admin' : 'demo',
        'openstack-api-version': 'clustering latest',
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body ? JSON.stringify(body) + more : '',
      origin: 'http://here',
      requestId: 'req-1',
    });
  return { things, send, everything: () => JSON.stringify(KINDS.map((kind) => store.everything(kind))) };
}

test('every route that changes something is walked', () => {
  expect(walked.map(({ id }) => id).sort()).toEqual(Object.keys(MUTATIONS).sort());
});

describe.each(walked.map(({ id, method, answer }) => ({ id, method, status: answer.status })))('$id', ({ id, method, status }) => {
  test('under a key is done once, gets the same answer again, and is refused when it says something else', async () => {
    const ways = MUTATIONS[id]?.((await scene()).things).length ?? 0;
    for (let way = 0; way < ways; way++) {
      const { things, send, everything } = await scene(id);
      const mutation = MUTATIONS[id]?.(things)[way] as Mutation;
      const key = { 'idempotency-key': 'walk-1' };
      const before = everything();
      const first = await send(method, mutation, key);
      expect([mutation, first.status, first.body]).toEqual([mutation, status, first.body]);
      const after = everything();
      const again = await send(method, mutation, key);
      expect([mutation.path, again.status, again.body]).toEqual([mutation.path, first.status, first.body]);
      expect(everything()).toBe(after);
      // What changed nothing is not kept: it is done again, and changes nothing again.
      if (after !== before) expect(again.headers['Idempotency-Replayed']).toBe('true');
      if (after !== before) expect((await send(method, mutation, key, ' ')).status).toBe(422);
      expect(everything()).toBe(after);
    }
  });

  test('is held to what its client saw', async () => {
    const { things, send, everything } = await scene(id);
    const [mutation] = MUTATIONS[id]?.(things) ?? [];
    if (!mutation) return;
    const before = everything();
    for (const bad of ['7', '"7', 'W/7', '', '"a" "b"', `"${'9'.repeat(10_000)}`, '\u0000'])
      expect([bad.slice(0, 9), (await send(method, mutation, { 'if-match': bad })).status]).toEqual([bad.slice(0, 9), 400]);
    const makes = /^\/[a-z]+$/.test(mutation.path) || mutation.path === '/nodes/adopt';
    if (!makes)
      for (const other of ['"987654"', 'W/"1"', `"${'9'.repeat(10_000)}"`, '"no-number"', '"987654", "987655"'])
        expect([other.slice(0, 9), (await send(method, mutation, { 'if-match': other })).status]).toEqual([other.slice(0, 9), 412]);
    expect(everything()).toBe(before);
    expect((await send(method, mutation, { 'if-match': '*' })).status).toBe(status);
  });
});

describe('what is shown', () => {
  const shown = routes.filter(({ method, path }) => method === 'GET' && /^\/[a-z]+\/\{[a-z_]+\}$/.test(path) && !/type/.test(path));
  const NAMES: Readonly<Record<string, string>> = { policies: 'policy', quotas: 'project', retention: 'project' };

  test.each(shown.map(({ id, path }) => [id, path]))('%s has an ETag that changes with it and can be sent back', async (_, path) => {
    const { things, send } = await scene(path.startsWith('/actions') ? 'updateAction' : '');
    const collection = path.split('/')[1] ?? '';
    const thing = things[(NAMES[collection] ?? collection.slice(0, -1)) as keyof typeof things];
    const at = { path: `/${collection}/${thing}` };
    const first = (await send('GET', at)).headers.ETag ?? '';
    expect([collection, first]).toEqual([collection, expect.stringMatching(/^"\d+"$/)]);
    const change = Object.values(MUTATIONS)
      .flatMap((of) => of(things))
      .find((each) => each.path === at.path && each.body);
    if (!change) return;
    expect((await send('PATCH', change, { 'if-match': `"987654", ${first}` })).status).toBeLessThan(300);
    expect((await send('PATCH', change, { 'if-match': first })).status).toBe(412);
    expect((await send('GET', at)).headers.ETag).not.toBe(first);
  });
});
