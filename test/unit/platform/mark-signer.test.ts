import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { markText } from '../../../lib/domain/orphan/mark.ts';
import { markSecretIn, markSigner } from '../../../lib/platform/mark-signer.ts';

const MARK = { installation: 'here', token: 't', project: 'p', nodeId: 'n' };
const [OLD, NEW] = ['o'.repeat(32), 'n'.repeat(32)];

test('what was signed is known again, by whoever has the secret and by nobody else', () => {
  const text = markText('container', MARK);
  const signature = markSigner([OLD]).sign(text);
  expect(signature).toMatch(/^[0-9a-f]{32}$/);
  expect(markSigner([OLD]).judge(text, signature)).toBe('signed');
  expect(markSigner([NEW]).judge(text, signature)).toBe('forged');
  for (const wrong of ['x', signature.slice(1), `${signature}0`, 'é'.repeat(32), signature.toUpperCase()])
    expect(markSigner([OLD]).judge(text, wrong)).toBe('forged');
});

test('it counts for nothing else', () => {
  const signer = markSigner([OLD]);
  const signature = signer.sign(markText('container', MARK));
  const others = [
    markText('process', MARK),
    markText('container', { ...MARK, installation: 'there' }),
    markText('container', { ...MARK, token: 'u' }),
    markText('container', { ...MARK, project: 'q' }),
    markText('container', { ...MARK, nodeId: 'm' }),
    // What is joined could be cut elsewhere.
    markText('container', { ...MARK, project: 'p","n', nodeId: '' }),
  ];
  for (const text of others) expect(signer.judge(text, signature)).toBe('forged');
});

test('a secret can follow another', () => {
  const text = markText('container', MARK);
  const signature = markSigner([OLD]).sign(text);
  expect(markSigner([NEW, OLD]).judge(text, signature)).toBe('signed');
  expect(markSigner([NEW, OLD]).sign(text)).toBe(markSigner([NEW]).sign(text));
});

test('without a secret nothing is signed, and nothing proves anything', () => {
  const signature = markSigner([OLD]).sign(markText('container', MARK));
  expect(markSigner([]).sign('x')).toBe('');
  expect([markSigner([]).judge('x', signature), markSigner([]).judge('x', undefined)]).toEqual(['unsigned', 'unsigned']);
  expect(markSigner([OLD]).judge(markText('container', MARK), '')).toBe('unsigned');
});

test('the secret of a folder is made once, and for its owner only', () => {
  const home = mkdtempSync(join(tmpdir(), 'coppice-marks-'));
  const secret = markSecretIn(home);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(markSecretIn(home)).toBe(secret);
  expect(readdirSync(home)).toEqual(['marks.key']);
  expect(statSync(join(home, 'marks.key')).mode & 0o777).toBe(0o600);
});
