import { describe, expect, test } from '@jest/globals';
import { leavesTombstones } from '../../../../lib/app/retention/leaves-tombstones.ts';
import { journalId } from '../../../../lib/domain/journal/journal.ts';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import { DEFAULT_RULES, type Rule } from '../../../../lib/domain/retention/rule.ts';
import { SCAVENGING } from '../../../../lib/domain/retention/scavenging.ts';
import { letterId } from '../../../../lib/domain/subscription/delivery.ts';
import type { Letter } from '../../../../lib/domain/subscription/subscription.ts';
import { memoryRedaction } from '../../../../lib/platform/redaction.ts';
import type { Archive } from '../../../../lib/ports/archive.ts';
import { aCluster, aNode, idOf, PROJECT } from '../../../support/documents.ts';
import { Attic } from '../../../support/scavenging.ts';
import { aSubscription } from '../../../support/subscribing.ts';

const DAY = 86_400;
const events: Rule = { name: 'events', kind: 'event', maxAge: seconds(7 * DAY), disposition: 'archive' };
const actions: Rule = { name: 'actions', kind: 'action', maxAge: seconds(7 * DAY), disposition: 'archive' };

/** Two old events of each of two clusters, and a young one of each. */
async function aPast(): Promise<Attic> {
  const attic = new Attic();
  await attic.tell('a', 'b', 'a', 'b');
  attic.pass(8 * DAY);
  await attic.tell('a', 'b');
  return attic;
}

describe('events older than seven days', () => {
  test('are in the archive after a run and not in the table, and younger ones are untouched; another run archives nothing', async () => {
    const attic = await aPast();
    expect(await attic.scavenge([events])).toMatchObject({ outcome: 'done', kinds: { event: { archived: 4, expired: 4, held: 0 } } });
    expect(attic.events()).toEqual(['a3', 'b3']);
    expect(await attic.archived()).toEqual(['a1', 'a2', 'b1', 'b2']);
    const objects = attic.objects.all.size;
    expect(await attic.scavenge([events])).toMatchObject({ outcome: 'done', kinds: { event: { archived: 0, expired: 0, held: 0 } } });
    expect(attic.objects.all.size).toBe(objects);
  });

  test('that are only deleted go nowhere', async () => {
    const attic = await aPast();
    expect(await attic.scavenge([{ ...events, disposition: 'delete' }])).toMatchObject({ kinds: { event: { archived: 0, expired: 4 } } });
    expect(attic.events()).toEqual(['a3', 'b3']);
    expect(attic.objects.all.size).toBe(0);
  });

  test('stay, all of them, when the archive refuses, and the run says so', async () => {
    const attic = await aPast();
    await attic.act('x');
    attic.pass(8 * DAY);
    const archive: Archive = { place: 'full', keep: async () => ({ kind: 'fault', fault: permanent('archive.refused', 'no room') }) };
    const run = await attic.scavenge([events, { ...actions, disposition: 'delete' }], { archive });
    expect(run).toMatchObject({
      outcome: 'refused',
      faults: [{ code: 'archive.refused', message: 'no room' }],
      kinds: { event: { expired: 0 }, action: { expired: 1 } },
    });
    expect(attic.events()).toHaveLength(6);
    expect((await attic.store.get('scavenging', SCAVENGING))?.runs[0]).toEqual(run);
    expect(await attic.scavenge([events])).toMatchObject({ outcome: 'done', kinds: { event: { archived: 6 } } });
  });

  test('stay until they are numbered', async () => {
    const attic = new Attic();
    await attic.tell('a');
    await attic.store.commit([
      { remove: 'journal', doc: (await attic.store.get('journal', { project: PROJECT, id: journalId(PROJECT) }))! },
    ]);
    attic.pass(8 * DAY);
    expect(await attic.scavenge([events])).toMatchObject({ kinds: { event: { archived: 0, expired: 0, held: 1 } } });
    expect(attic.events()).toEqual(['a1']);
  });

  test('stay until the bus has taken them', async () => {
    const attic = await aPast();
    const journal = (await attic.store.get('journal', { project: PROJECT, id: journalId(PROJECT) }))!;
    await attic.store.commit([{ put: 'journal', doc: { ...journal, published: 2 } }]);
    expect(await attic.scavenge([events])).toMatchObject({ kinds: { event: { archived: 2, held: 2 } } });
  });

  test('stay until every subscription has them behind it, also one that is paused', async () => {
    const attic = await aPast();
    await attic.store.commit([{ put: 'subscription', doc: aSubscription({ cursor: 3, paused: true }) }]);
    await attic.scavenge([events]);
    expect(await attic.archived()).toHaveLength(3);
    const subscription = (await attic.store.get('subscription', aSubscription()))!;
    await attic.store.commit([{ put: 'subscription', doc: { ...subscription, cursor: 6 } }]);
    await attic.scavenge([events]);
    expect(await attic.archived()).toHaveLength(4);
  });

  test('stay while a dead letter tells of them, which goes by its own rule unless it is to be delivered again', async () => {
    const attic = await aPast();
    const subscription = aSubscription({ cursor: 6 });
    const eventId = attic.store.everything('event')[0]?.id ?? '';
    const letter: Letter = {
      ...{ id: letterId(subscription, 1), project: PROJECT, subscriptionId: subscription.id, position: 1, eventId },
      ...{ attempts: 3, reason: 'down', at: instant(attic.now - 8 * DAY * 1_000), version: 0 },
    };
    await attic.store.commit([
      { put: 'subscription', doc: { ...subscription, redeliver: [letter.id] } },
      { put: 'letter', doc: letter },
    ]);
    const letters: Rule = { name: 'letters', kind: 'letter', maxAge: seconds(DAY), disposition: 'delete' };
    expect(await attic.scavenge([events, letters])).toMatchObject({
      kinds: { event: { archived: 3, held: 1 }, letter: { expired: 0, held: 1 } },
    });
    await attic.store.commit([{ put: 'subscription', doc: { ...subscription, version: 1 } }]);
    await attic.scavenge([events, letters]);
    expect(await attic.scavenge([events, letters])).toMatchObject({ kinds: { event: { archived: 1 } } });
    expect(attic.store.everything('letter')).toEqual([]);
  });

  test('take the numbers of the journal with them, but for the last, from which it goes on', async () => {
    const attic = new Attic();
    for (const name of ['a', 'b', 'a']) {
      await attic.tell(name);
      attic.pass(2_000);
      await attic.number();
    }
    attic.pass(8 * DAY);
    await attic.number();
    expect(attic.store.everything('entry')).toHaveLength(3);
    await attic.scavenge([events]);
    expect(attic.events()).toEqual([]);
    expect(attic.store.everything('entry').map(({ first }) => first)).toEqual([3]);
    await attic.tell('c');
    expect(attic.store.everything('entry').map(({ first }) => first)).toEqual([3, 4]);
  });

  test('wait for another run when the time of this one is over', async () => {
    const attic = await aPast();
    const run = await attic.scavenge([events], {}, attic.now);
    expect(run).toMatchObject({ outcome: 'unfinished', kinds: { event: { archived: 0, expired: 0 } } });
    expect(attic.events()).toHaveLength(6);
  });
});

describe('actions', () => {
  test('go with all that came of them', async () => {
    const attic = new Attic();
    await attic.act('old', 3);
    attic.pass(8 * DAY);
    await attic.act('young', 2);
    await attic.scavenge([actions]);
    expect(attic.actions()).toEqual(['young', 'young/0', 'young/1']);
    expect(await attic.archived()).toEqual(['old', 'old/0', 'old/1', 'old/2']);
  });

  test('stay while one of them is open, or the watch of its cluster has not seen its end', async () => {
    const attic = new Attic();
    await attic.act('open', 1, { dueAt: attic.now, status: 'RUNNING', endedAt: null });
    await attic.act('message', 0, { origin: { by: 'receiver', id: 'r', reason: 'a message' } });
    attic.pass(100);
    expect(await attic.scavenge([{ ...actions, maxAge: seconds(1) }])).toMatchObject({ kinds: { action: { archived: 0, held: 2 } } });
    attic.pass(2 * DAY);
    await attic.scavenge([{ ...actions, maxAge: seconds(1) }]);
    expect(attic.actions()).toEqual(['open', 'open/0']);
  });

  test('that failed are kept longer, told so', async () => {
    const attic = new Attic();
    await attic.act('well');
    await attic.act('badly', 0, { status: 'FAILED' });
    attic.pass(8 * DAY);
    await attic.scavenge([{ ...actions, keepFailed: 'forever' }]);
    expect(attic.actions()).toEqual(['badly']);
  });

  test('of each object the newest stay, told so', async () => {
    const attic = new Attic();
    for (const name of ['a1', 'a2', 'b1', 'a3']) {
      await attic.act(name, 1, { target: idOf(name.slice(0, 1)) });
      attic.pass(1);
    }
    await attic.scavenge([{ name: 'n', kind: 'action', maxCount: 1, per: 'object', disposition: 'archive' }]);
    expect(attic.actions()).toEqual(['a3', 'a3/0', 'b1', 'b1/0']);
  });
});

test('a secret that got into a document goes no further', async () => {
  const attic = new Attic();
  await attic.act('x', 0, { inputs: { params: { password: 'c4n4ry-of-some-length' } } });
  attic.pass(8 * DAY);
  const redaction = memoryRedaction();
  redaction.learn(PROJECT, 'c4n4ry-of-some-length');
  await attic.scavenge([actions], { redaction });
  expect(await attic.archived()).toEqual(['x']);
  expect(await attic.archived({ text: 'c4n4ry' })).toEqual([]);
});

describe('the last of what is gone', () => {
  const rules: readonly Rule[] = [
    { name: 'clusters', kind: 'cluster', disposition: 'archive' },
    { name: 'nodes', kind: 'node', projects: ['another'], disposition: 'archive' },
    ...DEFAULT_RULES,
  ];

  test('of a cluster is archived, in the words it ended with, and of a node nothing where nobody asks', async () => {
    const attic = new Attic();
    const store = leavesTombstones(attic.store, ['cluster', 'node'], { now: () => attic.now });
    await store.commit([{ put: 'cluster', doc: aCluster({ version: 0 }) }]);
    await store.commit([{ put: 'cluster', doc: aCluster({ version: 1, statusReason: 'the last' }) }]);
    await store.commit([{ put: 'node', doc: aNode({ version: 0 }) }]);
    expect(await store.commit([{ remove: 'cluster', doc: aCluster({ version: 1 }) }])).toBe('stale');
    expect(attic.store.everything('tombstone')).toEqual([]);
    expect(await store.commit([{ remove: 'cluster', doc: aCluster({ version: 2 }) }])).toBe('committed');
    expect(await store.commit([{ remove: 'node', doc: aNode({ version: 1 }) }])).toBe('committed');
    expect(attic.store.everything('tombstone')).toHaveLength(2);
    expect(await attic.scavenge(rules)).toMatchObject({
      kinds: { cluster: { archived: 1, expired: 1 }, node: { archived: 0, expired: 1 } },
    });
    expect(attic.store.everything('tombstone')).toEqual([]);
    expect(await attic.archived({ object: 'web' })).toEqual(['web']);
  });
});

test('the last runs are remembered, and no more', async () => {
  const attic = await aPast();
  for (let i = 0; i < 30; i++) await attic.scavenge(DEFAULT_RULES);
  const runs = (await attic.store.get('scavenging', SCAVENGING))?.runs ?? [];
  expect(runs).toHaveLength(24);
  expect(runs[0]?.kinds).toHaveProperty('event');
});
