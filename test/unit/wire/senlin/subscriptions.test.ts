import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Clustering } from '../../../../lib/app/clustering.ts';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { advanceJournal } from '../../../../lib/app/journal/advance-journal.ts';
import { deliver } from '../../../../lib/app/subscriptions/deliver.ts';
import { facts } from '../../../../lib/composition/ask.ts';
import type { Principal } from '../../../../lib/domain/identity/principal.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import type { Carriers, Parcel } from '../../../../lib/ports/carrier.ts';
import { nowhere } from '../../../../lib/simulator/outside/nowhere.ts';
import { idOf, PROJECT } from '../../../support/documents.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { asking, wireWith } from '../../../support/senlin-wire.ts';
import { tellSomething } from '../../../support/telling.ts';

const hook = { type: 'webhook', url: 'https://example.com/hook' };
const secret = 'sixteen letters, or more';

let service: MemoryService;
let parcels: Parcel[];
let isDown: boolean;
const carriers = {
  webhook: async (_: unknown, parcel: Parcel) => {
    if (isDown) return { reason: 'It answered 500.' };
    parcels.push(parcel);
    return 'delivered' as const;
  },
} as unknown as Carriers;

beforeEach(() => {
  service = new MemoryService();
  parcels = [];
  isDown = false;
});

async function ask(method: string, url: string, json?: unknown, version = '1.15') {
  const outgoing = {
    ...nowhere,
    check: async (address: string) =>
      address.includes('127.0.0.1') ? permanent('outgoing.address.forbidden', 'It is not public.') : undefined,
  };
  const allowed = ['arn:aws:sqs:*:123456789012:events-{project}-*'];
  const verbs = clusteringVerbs({ ...service.app, outgoing, targets: allowed }, facts());
  // Everybody is at home in the project that events are told of.
  const here = new Proxy(verbs, {
    get:
      (all, verb: keyof Clustering) =>
      (caller: Principal, ...rest: never[]) =>
        (all[verb] as (...words: unknown[]) => unknown)({ ...caller, projectId: PROJECT }, ...rest),
  });
  const { status, body } = await wireWith(here)(asking(method, `/v1${url}`, json, { version }));
  return { status, json: body === '' ? undefined : JSON.parse(body) };
}
const create = async (more: object = {}) =>
  (await ask('POST', '/subscriptions', { subscription: { name: 'pager', target: hook, secret, ...more } })).json.subscription;
const work = (id: string) => deliver(service.app, carriers, { project: PROJECT, id });

async function happens(...names: string[]): Promise<void> {
  for (const name of names) await tellSomething(service.store, name, service.now);
  await advanceJournal(service.app, { project: PROJECT });
}

describe('a subscription', () => {
  test('is made, shown, listed, changed and deleted, and its secret is shown once if it was made', async () => {
    const made = await ask('POST', '/subscriptions', { subscription: { name: 'pager', target: hook } });
    expect(made).toMatchObject({ status: 201, json: { subscription: { status: 'ACTIVE', target: hook, max_attempts: 10 } } });
    const { id, secret: told, ...shown } = made.json.subscription;
    expect(told).toMatch(/^[0-9a-f]{64}$/);
    expect(await ask('GET', `/subscriptions/${id}`)).toEqual({ status: 200, json: { subscription: { id, ...shown } } });
    expect(JSON.stringify(await ask('GET', '/subscriptions'))).not.toContain(told);
    const changed = await ask('PATCH', '/subscriptions/pager', { subscription: { filters: { level: 'ERROR' }, max_attempts: 2 } });
    expect(changed.json.subscription).toMatchObject({ filters: { level: 'ERROR' }, max_attempts: 2 });
    expect(await ask('DELETE', `/subscriptions/${id}`)).toEqual({ status: 204, json: undefined });
    expect(await ask('GET', `/subscriptions/${id}`)).toMatchObject({ status: 404, json: { error: { type: 'ResourceNotFound' } } });
  });

  test('a secret that was given is shown to nobody', async () => {
    expect(JSON.stringify(await create())).not.toContain(secret);
  });

  test('is not there for older clients', async () => {
    expect((await ask('GET', '/subscriptions', undefined, '1.14')).status).toBe(400);
  });

  test.each<[string, object, string]>([
    ['a target without its address', { target: { type: 'webhook' } }, "'url' is a required property of a target of type 'webhook'"],
    ["another target's address", { target: { ...hook, queue: 'q' } }, "A target of type 'webhook' has no 'queue'"],
    ['an address that is not public', { target: { type: 'webhook', url: 'http://127.0.0.1/' } }, 'It is not public.'],
    [
      'a queue that is none',
      { target: { type: 'sqs', queue: 'mine' }, secret: undefined },
      "The target's queue 'mine' is not the ARN of one.",
    ],
    [
      'a queue that the operator does not allow',
      { target: { type: 'sqs', queue: 'arn:aws:sqs:eu-west-1:123456789012:coppice-local-duty' }, secret: undefined },
      "The operator of this service lets no events of this project go to 'arn:aws:sqs:eu-west-1:123456789012:coppice-local-duty'.",
    ],
    ['a short secret', { secret: 'short' }, 'The value for secret must be a text of 16 to 256 characters.'],
    [
      'a secret for a queue',
      { target: { type: 'sqs', queue: `arn:aws:sqs:eu-west-1:123456789012:events-${PROJECT}-1` } },
      'Only deliveries to a webhook are signed: there is no use for a secret.',
    ],
    ['a level that is none', { filters: { level: 'WARNING' } }, "Value 'WARNING' is not acceptable for field 'level'."],
    ['a type that is none', { filters: { type: ['nonsense'] } }, "Value 'nonsense' is not acceptable for field 'type'"],
    ['a cluster that is not there', { filters: { cluster: ['nowhere'] } }, "The specified cluster 'nowhere' could not be found."],
    ['a filter that is none', { filters: { colour: 'red' } }, "Additional properties are not allowed ('colour' was unexpected)"],
    ['a position that is not reached yet', { from: 7 }, "The project's journal ends at 0: there is nothing from there on."],
  ])('is refused with %s', async (_, more, message) => {
    const { status, json } = await ask('POST', '/subscriptions', { subscription: { name: 'pager', target: hook, secret, ...more } });
    expect(status).toBe(400);
    expect(json.error.message).toContain(message);
  });
});

describe('deliveries', () => {
  test('go in the order of the journal, to whom the filters let through, signed with the secret', async () => {
    await happens('web');
    const { id } = await create({ filters: { cluster: ['web'] } });
    await happens('web', 'other', 'web');
    await work(id);
    expect(parcels.map(({ event }) => [event.objectName, event.sequence])).toEqual([
      ['web', 2],
      ['web', 3],
    ]);
    expect(parcels.map((parcel) => parcel.secret)).toEqual([secret, secret]);
    expect((await ask('GET', `/subscriptions/${id}`)).json.subscription).toMatchObject({ cursor: 4, status: 'ACTIVE' });
  });

  test('that fail are tried again after longer and longer, then given up, and can be delivered once more', async () => {
    const { id } = await create({ max_attempts: 3 });
    await happens('web');
    isDown = true;
    await work(id);
    expect((await ask('GET', `/subscriptions/${id}`)).json.subscription).toMatchObject({
      status: 'RETRYING',
      attempts: 1,
      last_error: { position: 1, reason: 'It answered 500.' },
    });
    await work(id);
    expect((await ask('GET', `/subscriptions/${id}`)).json.subscription).toMatchObject({ attempts: 1 });
    for (const pause of [1, 2]) {
      service.pass(pause);
      await work(id);
    }
    const dead = (await ask('GET', `/subscriptions/${id}/dead_letters`)).json.dead_letters;
    expect(dead).toMatchObject([{ position: 1, attempts: 3, reason: 'It answered 500.' }]);
    expect((await ask('GET', `/subscriptions/${id}`)).json.subscription).toMatchObject({ cursor: 1, attempts: 0 });

    isDown = false;
    expect((await ask('POST', `/subscriptions/${id}/actions`, { redeliver: { letters: [dead[0].id] } })).status).toBe(200);
    await work(id);
    expect(parcels.map(({ position }) => position)).toEqual([1]);
    expect((await ask('GET', `/subscriptions/${id}/dead_letters`)).json.dead_letters).toEqual([]);
  });

  test('that were given up are listed in pages', async () => {
    const { id } = await create({ max_attempts: 1 });
    await happens('web', 'other', 'web');
    isDown = true;
    for (let event = 0; event < 3; event++) await work(id);
    const page = async (query: string) => (await ask('GET', `/subscriptions/${id}/dead_letters${query}`)).json.dead_letters;
    const all = await page('');
    expect(all).toMatchObject([{ position: 1 }, { position: 2 }, { position: 3 }]);
    expect(await page('?limit=2')).toEqual(all.slice(0, 2));
    expect(await page(`?limit=2&marker=${all[1].id}`)).toEqual(all.slice(2));
    expect((await ask('GET', `/subscriptions/${id}/dead_letters?limit=-1`)).status).toBe(400);
  });

  test('rest while it is paused, and begin again from any position', async () => {
    const { id } = await create();
    expect((await ask('POST', `/subscriptions/${id}/actions`, { pause: {} })).json.subscription.status).toBe('PAUSED');
    await happens('web', 'web');
    await work(id);
    expect(parcels).toEqual([]);
    await ask('POST', `/subscriptions/${id}/actions`, { resume: {} });
    await work(id);
    const first = parcels.map((parcel) => parcel.id);
    await ask('POST', `/subscriptions/${id}/actions`, { replay: { from: 1 } });
    await work(id);
    expect(parcels.map(({ position }) => position)).toEqual([1, 2, 1, 2]);
    expect(parcels.slice(2).map((parcel) => parcel.id)).toEqual(first);
  });

  test.each<[object, string]>([
    [{ replay: { from: 9 } }, "The project's journal ends at 0: there is nothing from there on."],
    [{ replay: {} }, "'from' is a required property"],
    [{ dance: {} }, "Unrecognized action 'dance' specified"],
    [{ redeliver: { letters: [idOf('none')] } }, `The dead letter '${idOf('none')}' could not be found.`],
  ])('%j makes no sense', async (body, message) => {
    const { id } = await create();
    const { json } = await ask('POST', `/subscriptions/${id}/actions`, body);
    expect(json.error.message).toBe(message);
  });
});
