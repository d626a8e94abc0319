import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { encrypt } from '../../lib/platform/sealing/envelope.ts';
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

test('opens what was sealed before secrets had keys of their own', async () => {
  const binding = { project: 'p', object: 'o' };
  await keyFileSealing(one).seal('made sure of a key', binding);
  const key = Buffer.from(readFileSync(join(one, 'sealing.key'), 'utf8'), 'hex');
  const older = `file.1.${encrypt(key, 'from long ago', binding)}`;
  expect(await keyFileSealing(one).open(older, binding)).toEqual({ kind: 'opened', secret: 'from long ago' });
  expect(await keyFileSealing(one).open(older, { ...binding, object: 'x' })).toMatchObject({ kind: 'fault' });
});

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
