import type { JsonObject } from '../../../lib/domain/kernel/json.ts';
import type { Caller, Reply } from '../../support/caller.ts';
import type { User, WholeService } from '../../support/whole-service.ts';
import type { RawReply } from './raw.ts';

/** What an attack has to work with: a running service with two projects in it, and their users. */
export type Stage = {
  readonly service: WholeService;
  readonly demo: Caller;
  readonly alt: Caller;
  readonly admin: Caller;
  readonly reader: Caller;
  /** A cluster of `demo` with one node, one of `alt`, and what they were made of. */
  readonly ours: Things;
  readonly theirs: Things;
  readonly token: (user: User) => Promise<string>;
  /** As `demo`, past every client that would put a request in order. @param head the request line, and headers beside those of every request */
  readonly raw: (head: readonly string[], body?: string | Buffer, more?: { readonly hold?: boolean }) => Promise<RawReply>;
};
export type Things = { readonly project: string; readonly cluster: string; readonly node: string; readonly policy: string };

/** One way in, of the row of that number in `rows.ts`. */
export type Attack = { readonly row: number; readonly title: string; readonly run: (stage: Stage) => Promise<void> };

export const attack = (row: number, title: string, run: Attack['run']): Attack => ({ row, title, run });

/** An attack for each of many things that must all be refused alike. */
export const each = <T>(
  row: number,
  things: Readonly<Record<string, T>>,
  run: (stage: Stage, thing: T) => Promise<void>,
): readonly Attack[] => Object.entries(things).map(([title, thing]) => attack(row, title, (stage) => run(stage, thing)));

export const FAKE: JsonObject = { type: 'fake.node', version: '1.0', properties: {} };

/** What went wrong, as a client is told. */
export function messageOf({ json, text }: Pick<Reply, 'json' | 'text'>): string {
  const { error } = (json ?? {}) as { readonly error?: { readonly message?: string } };
  return error?.message ?? text;
}
