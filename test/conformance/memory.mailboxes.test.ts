import { describe } from '@jest/globals';
import { instant } from '../../lib/domain/kernel/time.ts';
import { MemoryMailboxes } from '../../lib/simulator/outside/mailboxes.ts';
import { mailboxesPromises } from './mailboxes.ts';

let sent = 0;

describe('mailboxes in memory, which tests run on', () => {
  const mailboxes = new MemoryMailboxes();
  mailboxesPromises(() => ({
    mailboxes,
    send: async (url, body) => {
      const name = `m${++sent}`;
      mailboxes.boxes.get(url.slice('memory:'.length))?.push({ id: name, sentAt: instant(1_700_000_000_000), body, handle: name });
    },
  }));
});
