import type { Action, ActionName } from '../../lib/domain/action/action.ts';
import type { Commit, Progress } from '../../lib/domain/action/commit.ts';
import { advance } from '../../lib/domain/action/lifecycle.ts';
import type { Input, Seen } from '../../lib/domain/action/machine.ts';
import type { Lock, Request } from '../../lib/domain/cluster/lock.ts';
import type { Documents, Kind, Write } from '../../lib/domain/documents.ts';
import { type Instant, instant, seconds } from '../../lib/domain/kernel/time.ts';
import { anAction, aProfile, idOf, T0 } from './documents.ts';

/** The id of the action most tests step. */
export const ME = idOf('action');
export const PARENT = idOf('parent');

export const at = (s: number): Instant => instant(T0 + s * 1000);

export const heldBy = (...holders: string[]): Lock => ({ scope: 'exclusive', holders, queue: [] });
export const sharedBy = (...holders: string[]): Lock => ({ scope: 'shared', holders, queue: [] });
export const behind = (holder: string, ...waiting: Request[]): Lock => ({ ...heldBy(holder), queue: waiting });

/** An action that has begun, at T0. */
export const running = (action: ActionName, over: Partial<Action> = {}): Action =>
  anAction(action, { status: 'RUNNING', startedAt: T0, deadline: at(3600), version: 5, ...over });

export const sees = (over: Partial<Seen> = {}): Seen => ({
  cluster: undefined,
  node: undefined,
  members: undefined,
  nodes: undefined,
  children: undefined,
  profiles: [aProfile()],
  policies: [],
  ...over,
});

export const input = (seen: Partial<Seen> = {}, over: Partial<Input> = {}): Input => ({
  seen: sees(seen),
  now: T0,
  lease: seconds(10),
  mostNodes: 1_000,
  secret: 'sesame',
  ...over,
});

export const step = (action: Action, seen: Partial<Seen>, over: Partial<Input> = {}): Progress => advance(action, input(seen, over));

/** The step's commit. Any other progress is a mistake of the test. */
export function commitOf(progress: Progress): Commit {
  if (progress.kind !== 'commit') throw new Error(`no commit but ${JSON.stringify(progress)}`);
  return progress;
}

/** What a commit puts of a kind, when it does. */
export function putOf<K extends Kind>(kind: K, { writes }: { readonly writes: readonly Write[] }): Documents[K] | undefined {
  for (const write of writes) if ('put' in write && write.put === kind) return write.doc as Documents[K];
  return undefined;
}

export const allPut = <K extends Kind>(kind: K, { writes }: { readonly writes: readonly Write[] }): readonly Documents[K][] =>
  writes.flatMap((write) => ('put' in write && write.put === kind ? [write.doc as Documents[K]] : []));
