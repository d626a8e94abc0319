import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine } from '../../../../lib/composition/command-line.ts';
import { DATA } from '../../../../lib/domain/retention/batch.ts';
import { folderObjects } from '../../../../lib/platform/archive/folder.ts';
import { objectArchive } from '../../../../lib/platform/archive/object-archive.ts';
import { aRecord, batchOf } from '../../../support/batches.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'coppice-search-'));
const NASTY = 'we\u001b[31mb\r\n\u202egnp.\u009b2J';

async function run(...words: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await commandLine({
    words,
    env: { COPPICE_ARCHIVE: folder },
    now: () => 1_700_000_060_000,
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
  });
  return { code, out: out.join(''), err: err.join('') };
}
const search = (...words: readonly string[]) => run('archive', 'search', ...words);

describe('archive search', () => {
  beforeAll(async () => {
    const archive = objectArchive(folderObjects(folder));
    const [a, b, c] = [
      aRecord('aaaaaaaa-0000-8000-8000-000000000000', 0, { document: { action: 'CLUSTER_RESIZE', status: 'end', statusReason: 'done' } }),
      aRecord('bbbbbbbb-0000-8000-8000-000000000000', 10),
      aRecord('cccccccc-0000-8000-8000-000000000000', 50, { object: { id: 'x', name: NASTY }, document: { name: NASTY } }),
    ];
    await archive.keep(batchOf(a, b));
    // As after a crash: twice there, and in another batch.
    await archive.keep(batchOf(b, c));
    // Two states of one: it was written between the two.
    const action = (status: string, updatedAt: number) =>
      aRecord('dddddddd-0000-8000-8000-000000000000', 30, { kind: 'action', document: { name: 'resize', status, updatedAt } });
    await archive.keep(batchOf(action('SUCCEEDED', 9)));
    await archive.keep(batchOf(action('RUNNING', 3)));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('prints a table, oldest first, everything once and as it was last, and nothing that a terminal would obey', async () => {
    const { code, out, err } = await search();
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n').map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
      'AT  KIND  ID  OBJECT  PROJECT  WHAT',
      '2023-11-14T22:13:20.000Z  event  aaaaaaaa  web  demo  CLUSTER_RESIZE end: done',
      '2023-11-14T22:13:30.000Z  event  bbbbbbbb  web  demo  what happened to bbbbbbbb-0000-8000-8000-000000000000',
      '2023-11-14T22:13:50.000Z  action  dddddddd  web  demo  resize SUCCEEDED',
      '2023-11-14T22:14:10.000Z  event  cccccccc  we\\u001b[31mb\\u000d\\u000a\\u202egnp.\\u009b2J  demo  we\\u001b[31mb\\u000d\\u000a\\u202egnp.\\u009b2J',
      '',
    ]);
  });

  test('prints JSON that says the same to whoever parses it', async () => {
    const { out } = await search('--kind', 'event', '--output', 'json');
    expect(out).toMatch(/^[\n\x20-\x7e]*$/);
    const records = JSON.parse(out);
    expect(records).toHaveLength(3);
    expect(records[2].object.name).toBe(NASTY);
    const lines = (await search('--kind', 'event', '--output', 'jsonl')).out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(records);
  });

  test.each([
    [['--since', '30s'], 'dc'],
    [['--until', '2023-11-14T22:13:30'], 'a'],
    [['--since', '2023-11-14T23:13:30+01:00', '--kind', 'event'], 'bc'],
    [['--since', '2023-11-15'], ''],
    [['--kind', 'action', '--kind', 'event', '--limit', '2'], 'ab'],
    [['--object', 'web', '--kind', 'event'], 'ab'],
    [['--id', 'bbbbbbbb'], 'b'],
    [['--text', 'RESIZE'], 'ad'],
    [['--project', 'alt'], ''],
  ])('finds by %j', async (words, ids) => {
    const { out } = await search(...words, '--output', 'jsonl');
    const found = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).id[0]);
    expect(found.join('')).toBe(ids);
  });

  test('says that there is more', async () => {
    expect((await search('--limit', '1')).err).toMatch(/^There are more than 1/);
    expect((await search('--limit', '4')).err).toBe('');
  });

  test.each([
    [['--kind', 'evnt'], /--kind 'evnt' is none: event, action/],
    [['--project', '../other-tenant/'], /--project '..\/other-tenant\/' is no project's id/],
    [['--project', '..'], /--project/],
    [['--since', 'yesterday'], /--since 'yesterday' is no time/],
    [['--until', '2023-13-14'], /--until/],
    [['--id', 'web'], /--id 'web'/],
    [['--limit', '0'], /--limit '0'/],
    [['--output', 'xml'], /--output 'xml' is none: table, json, jsonl/],
    [['--form', 'x'], /--form/],
    [['stray'], /stray/],
    [['--from', '../other-tenant/'], /--from '..\/other-tenant\/' leads out/],
    [['--from', 's3://bucket/../other-tenant/'], /has a prefix that may not be: '\.\.'/],
    [['--from', 's3://bucket/a//b'], /has a prefix that may not be/],
    [['--from', 's3://B_/x'], /names no bucket/],
    [['--from', 'https://example.com/'], /is neither s3/],
    [['--from', 'module:./mine.mjs'], /only it can find/],
    [['--from', '\u001b]0;x\u0007/../a'], /\\u001b/],
  ])('refuses %j, and names what is wrong', async (words, complaint) => {
    const { code, out, err } = await search(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(complaint);
    expect(err).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test('fails where there is nothing to look through', async () => {
    expect(await search('--from', '/nowhere/at/all')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/cannot be looked through: .*ENOENT/),
    });
  });

  test('says what is damaged, and finds the rest', async () => {
    const objects = folderObjects(mkdtempSync(path.join(tmpdir(), 'coppice-damaged-')));
    const batch = batchOf(aRecord('aaaaaaaa-0000-8000-8000-000000000000'));
    await objectArchive(objects).keep(batch);
    await objectArchive(objects).keep(batchOf(aRecord('bbbbbbbb-0000-8000-8000-000000000000')));
    rmSync(path.join(objects.place, batch.name + DATA));
    const { code, out, err } = await search('--from', objects.place, '--output', 'jsonl');
    expect(code).toBe(1);
    expect(out.split('\n')).toHaveLength(2);
    expect(err).toContain(`${batch.name} is damaged: there is a manifest and nothing beside it`);
    rmSync(objects.place, { recursive: true });
  });
});

test('says how it is used', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('usage: coppice archive search') });
  expect(await search('-h')).toMatchObject({ code: 0, out: expect.stringContaining('usage: coppice archive search') });
  expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining('usage') });
  expect(await run('archive', 'burn')).toMatchObject({ code: 2, err: expect.stringContaining('usage') });
});
