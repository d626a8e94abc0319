import type { Instant } from '../domain/kernel/time.ts';

/** A message as it was taken. It comes again after a while, unless it is settled. */
export type Letter = {
  /** The same however often it comes. */
  readonly id: string;
  readonly sentAt: Instant;
  readonly body: string;
  /** What settles this taking of it. */
  readonly handle: string;
};

/**
 * The queues of message receivers: one each, known by the receiver's id.
 *
 * Proved by test/conformance/mailboxes.ts against SQS as a local stack has it.
 */
export interface Mailboxes {
  nameOf(receiverId: string): string;
  /** Makes sure it exists. @returns its address, for whoever sends there */
  open(receiverId: string): Promise<string>;
  /** Up to ten, and none when there are none or no such queue. */
  take(receiverId: string): Promise<readonly Letter[]>;
  settle(receiverId: string, letters: readonly Letter[]): Promise<void>;
  /** Makes sure it does not exist, with all that is in it. */
  remove(receiverId: string): Promise<void>;
}
