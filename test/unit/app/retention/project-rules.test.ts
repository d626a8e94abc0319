import { describe, expect, test } from '@jest/globals';
import { clusteringVerbs } from '../../../../lib/app/clustering-verbs.ts';
import { facts } from '../../../../lib/composition/ask.ts';
import { seconds } from '../../../../lib/domain/kernel/time.ts';
import { DEFAULT_RULES, type Rule } from '../../../../lib/domain/retention/rule.ts';
import { PROJECT } from '../../../support/documents.ts';
import { somebody } from '../../../support/furnished.ts';
import { MemoryService } from '../../../support/memory-service.ts';
import { Attic } from '../../../support/scavenging.ts';

const DAY = 86_400;
const admin = somebody('root', 'admin');
const EVENTS: Rule = { name: 'events', kind: 'event', maxAge: seconds(30 * DAY), disposition: 'archive' };

/** The verbs over what an attic has. @param archive where archives go */
function verbsOf(attic: Attic, rules: readonly Rule[] = [EVENTS, ...DEFAULT_RULES], archive: string | null = 'here') {
  const { app } = new MemoryService(attic.now, attic.store);
  return clusteringVerbs({ ...app, retention: { rules, archive } }, facts());
}

async function aPast(): Promise<Attic> {
  const attic = new Attic();
  await attic.tell('a', 'a');
  await attic.act('old');
  attic.pass(8 * DAY);
  await attic.tell('a');
  return attic;
}

describe('rules of one project', () => {
  test('go before those of the installation, in the next run, until they are taken back', async () => {
    const attic = await aPast();
    const verbs = verbsOf(attic);
    const week = { kind: 'event', max_age: 7 * DAY, disposition: 'delete' };
    expect(await verbs.updateProjectRetention(admin, PROJECT, { rules: [week] })).toMatchObject({
      kind: 'ok',
      retention: { own: [{ name: 'event-1' }] },
    });
    expect(await attic.scavenge([EVENTS])).toMatchObject({ kinds: { event: { archived: 0, expired: 2 } } });
    expect(attic.events()).toEqual(['a3']);
    expect(await attic.archived()).toEqual([]);

    expect(await verbs.resetProjectRetention(admin, PROJECT)).toEqual({ kind: 'ok' });
    attic.pass(30 * DAY);
    expect(await attic.scavenge([EVENTS])).toMatchObject({ kinds: { event: { archived: 1, expired: 1 } } });
  });

  test('keep what the installation would let go, and say nothing of other kinds', async () => {
    const attic = await aPast();
    await verbsOf(attic).updateProjectRetention(admin, PROJECT, { rules: [{ kind: 'event', disposition: 'keep' }] });
    attic.pass(40 * DAY);
    await attic.scavenge([EVENTS, ...DEFAULT_RULES]);
    expect(attic.events()).toEqual(['a1', 'a2', 'a3']);
    expect(attic.actions()).toEqual([]);
  });

  test('are shown beside those that hold for the other kinds; whose other projects rules are about is nobody else’s', async () => {
    const attic = await aPast();
    const rules: readonly Rule[] = [{ ...EVENTS, projects: [PROJECT, 'another'] }, ...DEFAULT_RULES];
    const verbs = verbsOf(attic, rules);
    const shown = await verbs.showProjectRetention(somebody(PROJECT, 'reader'), PROJECT);
    expect(shown).toMatchObject({ kind: 'ok', retention: { project: PROJECT, own: [] } });
    if (shown.kind === 'ok') {
      expect(shown.retention.holding.map(({ rule, own }) => [rule.name, own])).toEqual([
        ['events', false],
        ['default-action', false],
        ['default-letter', false],
        ['default-execution', false],
        ['default-cluster', false],
        ['default-node', false],
      ]);
      expect(JSON.stringify(shown)).not.toContain('another');
    }
    await verbs.updateProjectRetention(admin, PROJECT, { rules: [{ name: 'mine', kind: 'event', disposition: 'keep' }] });
    const after = await verbs.showProjectRetention(admin, PROJECT);
    if (after.kind === 'ok') expect(after.retention.holding[0]).toMatchObject({ own: true, rule: { name: 'mine' } });
    expect(await verbs.showRetention(admin)).toMatchObject({ retention: { projects: [{ project: PROJECT, rules: [{ name: 'mine' }] }] } });
    expect(await verbs.showProjectRetention(somebody('another'), PROJECT)).toMatchObject({ fault: { code: 'retention.not-found' } });
  });

  test('of a project that was never heard of can be seen and set by administrators; of what is no project by nobody', async () => {
    const verbs = verbsOf(new Attic());
    expect(await verbs.showProjectRetention(admin, 'new')).toMatchObject({ kind: 'ok', retention: { own: [] } });
    for (const one of ['../x', '', 'a#b'])
      expect(await verbs.updateProjectRetention(admin, one, { rules: [] })).toMatchObject({ fault: { code: 'retention.not-found' } });
  });

  test.each([
    [
      'names other projects',
      { kind: 'event', projects: ['x'], disposition: 'keep' },
      'rule 1: projects: the rules are those of one project',
    ],
    ['has no limit', { name: 'x', kind: 'event', disposition: 'delete' }, 'rule 1 "x": max_age: or max_count has to say when it goes'],
    ['is of a kind that is none', { kind: 'cloud', disposition: 'keep' }, 'rule 1: kind: '],
    [
      'archives what nothing is left of here',
      { kind: 'cluster', disposition: 'archive' },
      'rule 1: disposition: nothing is left here of a cluster that is gone, unless a rule of COPPICE_RETENTION archives some',
    ],
  ])('that %s are refused whole, by name', async (_, rule, message) => {
    const attic = await aPast();
    const verbs = verbsOf(attic);
    const answer = await verbs.updateProjectRetention(admin, PROJECT, { rules: [rule] });
    expect(answer).toMatchObject({ kind: 'refused', fault: { code: 'retention.rule', message: expect.stringContaining(message) } });
    expect(attic.store.everything('retention')).toEqual([]);
  });

  test('cannot archive where there is nowhere to archive to', async () => {
    const rule = { kind: 'event', max_age: 1, disposition: 'archive' };
    const answer = await verbsOf(await aPast(), DEFAULT_RULES, null).updateProjectRetention(admin, PROJECT, { rules: [rule] });
    expect(answer).toMatchObject({ fault: { message: 'rule 1: disposition: there is no archive: COPPICE_ARCHIVE does not say where.' } });
  });
});
