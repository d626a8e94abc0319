import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { archiveAt } from '../../../lib/composition/archive.ts';
import { readRetention } from '../../../lib/composition/retention.ts';
import { DEFAULT_RULES } from '../../../lib/domain/retention/rule.ts';
import { moduleArchive } from '../../../lib/platform/archive/module.ts';
import { aRecord, batchOf } from '../../support/batches.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'coppice-retention-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

const nothing = { COPPICE_RETENTION: '', COPPICE_ARCHIVE: '', ARCHIVE_BUCKET: '', COPPICE_HOME: '' };
const archiving = '{"rules":[{"kind":"event","max_age":1,"disposition":"archive"}]}';

describe('where archives go', () => {
  test.each([
    [{}, undefined],
    [{ COPPICE_HOME: '/home' }, { type: 'folder', path: '/home/archive' }],
    [
      { COPPICE_HOME: '/home', ARCHIVE_BUCKET: 'ArchiveBucket' },
      { type: 'folder', path: '/home/archive' },
    ],
    [{ ARCHIVE_BUCKET: 'coppice-1' }, { type: 's3', bucket: 'coppice-1', prefix: 'archive' }],
    [
      { ARCHIVE_BUCKET: 'coppice-1', COPPICE_ARCHIVE: 's3://mine/a/b/' },
      { type: 's3', bucket: 'mine', prefix: 'a/b' },
    ],
    [{ COPPICE_ARCHIVE: 's3://mine' }, { type: 's3', bucket: 'mine', prefix: '' }],
    [{ COPPICE_ARCHIVE: 'module:/opt/mine.mjs' }, { type: 'module', path: '/opt/mine.mjs' }],
  ])('%j', (settings, archive) => {
    expect(readRetention({ ...nothing, ...settings })).toEqual({ rules: DEFAULT_RULES, archive });
  });
});

describe('a start is stopped', () => {
  test.each([
    ['rules that are no JSON', { COPPICE_RETENTION: '{rules' }, /COPPICE_RETENTION is not JSON/],
    ['a file that is not there', { COPPICE_RETENTION: '/nowhere.json' }, /is neither JSON, .* nor a file/],
    ['a rule that is none', { COPPICE_RETENTION: '{"rules":[{"kind":"event"}]}' }, /COPPICE_RETENTION: rule 1: disposition: /],
    ['an archive nowhere', { COPPICE_RETENTION: archiving }, /rule "event-1" archives, and COPPICE_ARCHIVE does not say where/],
    [
      'an archive that leads out',
      { COPPICE_ARCHIVE: 's3://mine/../other-tenant/' },
      /COPPICE_ARCHIVE has a prefix that may not be: '\.\.'/,
    ],
  ])('by %s', (_, settings, complaint) => {
    expect(() => readRetention({ ...nothing, ...settings })).toThrow(complaint);
  });
});

test('rules may be in a file', () => {
  const read = readRetention({ ...nothing, COPPICE_HOME: '/home', COPPICE_RETENTION: file('rules.json', archiving) });
  expect(read.rules[0]).toMatchObject({ name: 'event-1', disposition: 'archive' });
});

describe('a module of the operator’s', () => {
  test('gets each batch, and is believed when it says that it kept it', async () => {
    const archive = await archiveAt({
      type: 'module',
      path: file('keeps.mjs', 'export const kept = []; export async function archive(batch) { kept.push(batch); }'),
    });
    expect(await archive.keep(batchOf(aRecord('a')))).toEqual({ kind: 'kept', was: 'new' });
    const { kept } = await import(path.join(folder, 'keeps.mjs'));
    expect(kept).toMatchObject([{ kind: 'event', project: 'demo', count: 1, rule: 'old', text: `${JSON.stringify(aRecord('a'))}\n` }]);
  });

  test.each([
    ['throws', 'throw new Error("no room")', /no room/],
    ['refuses', 'return { refused: "full" }', /full/],
    ['throws what is no error', 'throw "ouch"', /ouch/],
    ['never answers', 'await new Promise(() => {})', /too long/],
  ])('that %s has refused', async (name, body, reason) => {
    const archive = await moduleArchive(file(`${name.replaceAll(' ', '-')}.mjs`, `export async function archive() { ${body}; }`), 50);
    expect(await archive.keep(batchOf(aRecord('a')))).toMatchObject({
      kind: 'fault',
      fault: { code: 'archive.refused', message: expect.stringMatching(reason) },
    });
  });

  test('that is none is told at once', async () => {
    await expect(moduleArchive(file('none.mjs', 'export const x = 1;'))).rejects.toThrow("exports no function 'archive'");
  });
});
