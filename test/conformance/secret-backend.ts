import { describe, expect, test } from '@jest/globals';
import type { SecretBackend } from '../../lib/ports/secrets.ts';

export type SecretStand = {
  readonly backend: SecretBackend;
  /** One that nobody answers for. */
  readonly away: SecretBackend;
  /** Puts a secret where the backend looks for this project's. @returns what a reference calls it */
  readonly keep: (project: string, value: string) => Promise<string>;
  /** Gives it another value. Left out: the backend's secrets never change. */
  readonly rotate?: (project: string, id: string, value: string) => Promise<void>;
  /** The id of something that is there and is no text, where there is such a thing. */
  readonly keepBytes?: (project: string, bytes: Buffer) => Promise<string>;
  /** An id of the right form that nothing has. */
  readonly unknown: string;
};

/** What every place that secrets are kept in promises. */
export function secretPromises(stand: () => SecretStand): void {
  describe('a place for secrets', () => {
    // Barbican drops what is blank around a text; here nothing is.
    test.each(['hunter2hunter2', 'ünïcödé "quoted"\nand a second line', '{"user":"shop","password":"p"}', 'x'.repeat(4_000)])(
      'gives back what was put there, sign for sign: %j',
      async (value) => {
        const id = await stand().keep('p1', value);
        expect(await stand().backend.read('p1', id)).toEqual({ kind: 'ok', value });
      },
    );

    test('does not find another project’s, and says the same as of none', async () => {
      const id = await stand().keep('p1', 'hunter2hunter2');
      const [anothers, nobodys] = [await stand().backend.read('p2', id), await stand().backend.read('p2', stand().unknown)];
      expect(anothers).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'secret.not-found' } });
      expect(nobodys).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'secret.not-found' } });
    });

    test('gives the newest value', async () => {
      const { rotate, keep, backend } = stand();
      if (!rotate) return;
      const id = await keep('p1', 'the first value');
      await rotate('p1', id, 'the second value');
      expect(await backend.read('p1', id)).toEqual({ kind: 'ok', value: 'the second value' });
    });

    test('says of what is no text that it is none', async () => {
      const { keepBytes, backend } = stand();
      if (!keepBytes) return;
      const id = await keepBytes('p1', Buffer.from([0xff, 0xfe, 0x00, 0xc3]));
      expect(await backend.read('p1', id)).toMatchObject({ kind: 'fault', fault: { kind: 'permanent', code: 'secret.invalid' } });
    });

    test('that is out of reach is worth another try', async () => {
      expect(await stand().away.read('p1', stand().unknown)).toMatchObject({
        kind: 'fault',
        fault: { kind: 'transient', code: 'secret.unavailable' },
      });
    });
  });
}
