import type { Reception } from '../../app/receivers/reception.ts';
import { seconds } from '../../domain/kernel/time.ts';
import { sha256Digest } from '../../platform/sha256-digest.ts';
import { sha256Hmac } from '../../platform/sha256-hmac.ts';
import type { Letter, Mailboxes } from '../../ports/mailboxes.ts';

/** Queues in memory. What was taken and not settled comes again when `again` is called. */
export class MemoryMailboxes implements Mailboxes {
  readonly boxes = new Map<string, Letter[]>();
  private taken = new Map<string, Letter[]>();

  nameOf = (id: string): string => `test-receiver-${id}`;

  async open(id: string): Promise<string> {
    if (!this.boxes.has(id)) this.boxes.set(id, []);
    return `memory:${id}`;
  }

  async take(id: string): Promise<readonly Letter[]> {
    const letters = this.boxes.get(id)?.splice(0, 10) ?? [];
    this.taken.set(id, [...(this.taken.get(id) ?? []), ...letters]);
    return letters;
  }

  async settle(id: string, letters: readonly Letter[]): Promise<void> {
    const settled = letters.map(({ handle }) => handle);
    this.taken.set(
      id,
      (this.taken.get(id) ?? []).filter(({ handle }) => !settled.includes(handle)),
    );
  }

  async remove(id: string): Promise<void> {
    this.boxes.delete(id);
    this.taken.delete(id);
  }

  /** What was left is seen again. */
  again(id: string): number {
    const left = this.taken.get(id) ?? [];
    this.taken.delete(id);
    this.boxes.get(id)?.push(...left);
    return left.length;
  }
}

export const memoryReception = (more: Partial<Reception> = {}): Reception => ({
  digest: sha256Digest,
  hmac: sha256Hmac,
  mailboxes: new MemoryMailboxes(),
  rate: 60,
  poll: seconds(0),
  idIsEnough: false,
  ...more,
});
