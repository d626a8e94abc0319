import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { keyFileSealing } from '../../lib/platform/sealing/key-file.ts';
import { sealingPromises } from './sealing.ts';

const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'sealing-')));
const [one = '', other = ''] = folders;
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

sealingPromises(
  () => keyFileSealing(one),
  () => keyFileSealing(other),
);

test('the key is made once, is read by a second process, and only its owner can read it', async () => {
  const sealedHere = await keyFileSealing(one).seal('secret', { project: 'p', object: 'o' });
  const key = readFileSync(join(one, 'sealing.key'), 'utf8');
  expect(await keyFileSealing(one).open(sealedHere.kind === 'sealed' ? sealedHere.text : '', { project: 'p', object: 'o' })).toEqual({
    kind: 'opened',
    secret: 'secret',
  });
  expect(readFileSync(join(one, 'sealing.key'), 'utf8')).toBe(key);
  expect(statSync(join(one, 'sealing.key')).mode & 0o777).toBe(0o600);
});
