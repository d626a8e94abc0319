import { describe, expect, test } from '@jest/globals';
import type { Sealing } from '../../lib/ports/sealing.ts';

const MINE = { project: 'p1', object: 'subscription/s1' };

async function sealed(sealing: Sealing, secret: string, binding = MINE): Promise<string> {
  const answer = await sealing.seal(secret, binding);
  if (answer.kind !== 'sealed') throw new Error(answer.fault.message);
  return answer.text;
}

/** What every place to seal secrets promises. @param another the same kind of place, with another key */
export function sealingPromises(current: () => Sealing, another: () => Sealing): void {
  describe('sealing', () => {
    test.each(['s3cret', '', 'ünïcödé \n "quoted"', 'x'.repeat(4096)])('opens what was sealed: %j', async (secret) => {
      expect(await current().open(await sealed(current(), secret), MINE)).toEqual({ kind: 'opened', secret });
    });

    test('shows nothing of the secret, and never the same text twice', async () => {
      const texts = [await sealed(current(), 'hunter2hunter2'), await sealed(current(), 'hunter2hunter2')];
      expect(new Set(texts).size).toBe(2);
      for (const text of texts) {
        expect(text).not.toContain('hunter2');
        expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain('hunter2');
      }
    });

    test.each([
      ['another project', { ...MINE, project: 'p2' }],
      ['another object', { ...MINE, object: 'subscription/s2' }],
      ['a binding that reads the same put together', { project: 'p1subscription/', object: 's1' }],
    ])('does not open for %s', async (_, binding) => {
      expect(await current().open(await sealed(current(), 'secret'), binding)).toMatchObject({
        kind: 'fault',
        fault: { kind: 'permanent', code: 'sealing.unreadable' },
      });
    });

    test('does not open what was altered anywhere', async () => {
      const text = await sealed(current(), 'secret');
      for (const at of [text.length - 1, text.length - 20, text.lastIndexOf('.') + 2]) {
        const altered = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
        // The last digit of base64 may carry no bits: then nothing was altered.
        if (Buffer.from(altered, 'base64url').equals(Buffer.from(text, 'base64url'))) continue;
        expect((await current().open(altered, MINE)).kind).toBe('fault');
      }
    });

    test.each(['', 'file.1.', 'kms.1.', 'secret', 'kms.1.AAAA.BBBB', `file.1.${'A'.repeat(60)}`])('does not open %j', async (text) => {
      expect(await current().open(text, MINE)).toMatchObject({ kind: 'fault', fault: { kind: 'permanent' } });
    });

    test('does not open what another key sealed', async () => {
      expect(await another().open(await sealed(current(), 'secret'), MINE)).toMatchObject({ kind: 'fault', fault: { kind: 'permanent' } });
    });
  });
}
