import { afterEach, expect, test } from '@jest/globals';
import type { Mailboxes } from '../../lib/ports/mailboxes.ts';

export type MailboxesUnderTest = {
  readonly mailboxes: Mailboxes;
  /** Puts a message where somebody else would. */
  readonly send: (url: string, body: string) => Promise<void>;
};

/** What receivers of messages rely on. */
export function mailboxesPromises(make: () => MailboxesUnderTest): void {
  const { mailboxes, send } = make();
  let id = '';
  let count = 0;
  const fresh = async () => {
    id = `00000000-0000-8000-8000-${String(++count).padStart(12, '0')}`;
    return mailboxes.open(id);
  };
  afterEach(() => mailboxes.remove(id));

  test('one that was opened twice is one', async () => {
    const url = await fresh();
    expect(await mailboxes.open(id)).toBe(url);
    await send(url, 'a');
    expect(await mailboxes.take(id)).toHaveLength(1);
  });

  test('what was sent is taken, whole, with a name and a time of its own', async () => {
    const url = await fresh();
    const text = `{"ä": "${'x'.repeat(1_000)}"}`;
    await send(url, text);
    await send(url, text);
    const letters = await mailboxes.take(id);
    expect(letters.map(({ body }) => body)).toEqual([text, text]);
    expect(new Set(letters.map((letter) => letter.id)).size).toBe(2);
    for (const { sentAt, handle } of letters) {
      expect(sentAt).toBeGreaterThan(1_600_000_000_000);
      expect(handle).not.toBe('');
    }
  });

  test('what was taken is not taken again at once; what was settled never', async () => {
    const url = await fresh();
    await send(url, 'a');
    const letters = await mailboxes.take(id);
    expect(await mailboxes.take(id)).toEqual([]);
    await mailboxes.settle(id, letters);
    await mailboxes.settle(id, []);
    expect(await mailboxes.take(id)).toEqual([]);
  });

  test('at most ten at a time', async () => {
    const url = await fresh();
    for (let i = 0; i < 12; i++) await send(url, String(i));
    const first = await mailboxes.take(id);
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThanOrEqual(10);
  });

  test('one that is not there has nothing in it, can be removed, and is there once it was looked into', async () => {
    await fresh();
    await mailboxes.remove(id);
    await mailboxes.remove(id);
    expect(await mailboxes.take(id)).toEqual([]);
    await send(await mailboxes.open(id), 'a');
    expect(await mailboxes.take(id)).toHaveLength(1);
  });

  test('every one has its own name', () => {
    expect(mailboxes.nameOf('a')).not.toBe(mailboxes.nameOf('b'));
    expect(mailboxes.nameOf(id)).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  });
}
