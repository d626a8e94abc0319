import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { DATA } from '../../lib/domain/retention/batch.ts';
import { folderObjects } from '../../lib/platform/archive/folder.ts';
import { objectArchive } from '../../lib/platform/archive/object-archive.ts';
import { readArchive } from '../../lib/platform/archive/read-archive.ts';
import { aRecord, batchOf, found } from '../support/batches.ts';
import { describeArchive } from './archive.ts';

const root = mkdtempSync(path.join(tmpdir(), 'coppice-archive-'));
let places = 0;
const another = () => path.join(root, String(++places));

afterAll(() => rmSync(root, { recursive: true, force: true }));

describeArchive('a folder', async () => ({
  empty: async () => {
    const folder = another();
    mkdirSync(folder);
    return folderObjects(folder);
  },
  overwrite: async ({ place }, name, bytes) => {
    mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
    writeFileSync(path.join(place, name), bytes);
  },
  closed: async () => {
    const file = another();
    writeFileSync(file, '');
    return folderObjects(path.join(file, 'archive'));
  },
  close: async () => {},
}));

test('a folder that is not there yet is made, for its owner only', async () => {
  const folder = another();
  const batch = batchOf(aRecord('a'));
  await objectArchive(folderObjects(folder)).keep(batch);
  const modeOf = (name: string) => statSync(path.join(folder, name)).mode & 0o777;
  expect(modeOf('event')).toBe(0o700);
  expect(modeOf(batch.name + DATA)).toBe(0o600);
});

test('what lies in a folder by way of a link is not looked at', async () => {
  const [folder, elsewhere] = [another(), another()];
  await objectArchive(folderObjects(folder)).keep(batchOf(aRecord('a')));
  await objectArchive(folderObjects(elsewhere)).keep(batchOf(aRecord('b', 0, { project: 'other-tenant' })));
  symlinkSync(path.join(elsewhere, 'event', 'other-tenant'), path.join(folder, 'event', 'other-tenant'));
  expect(await found(readArchive(folderObjects(folder)))).toEqual(['a']);
});

test('what a killed writer left is dropped when it is old', async () => {
  const folder = another();
  mkdirSync(path.join(folder, '.incoming'), { recursive: true });
  writeFileSync(path.join(folder, '.incoming', 'old'), 'x');
  writeFileSync(path.join(folder, '.incoming', 'young'), 'x');
  utimesSync(path.join(folder, '.incoming', 'old'), 1, 1);
  await objectArchive(folderObjects(folder)).keep(batchOf(aRecord('a')));
  expect(readdirSync(path.join(folder, '.incoming'))).toEqual(['young']);
});

test('a folder that is not there cannot be looked through', async () => {
  await expect(found(readArchive(folderObjects(another())))).rejects.toThrow('ENOENT');
});
