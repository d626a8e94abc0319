import type { Positioned } from '../../domain/journal/journal.ts';
import { admitReader, dismissReader, noReaders, readersId } from '../../domain/journal/readers.ts';
import { type Refusal, refused, transient } from '../../domain/kernel/fault.ts';
import { type Seconds, seconds } from '../../domain/kernel/time.ts';
import { type App, untilCommitted } from '../app.ts';
import { matches } from '../listing.ts';
import { lastPosition } from '../subscriptions/positions.ts';
import type { Call, ListRequest } from '../verb.ts';
import { bell } from './bell.ts';
import { readJournal } from './read-journal.ts';

export type FollowEvents = {
  /** The last position that is known; from now on, if not said. */
  readonly after?: number | undefined;
  readonly filters: ListRequest['filters'];
  /** How long to wait for something to tell. */
  readonly wait: Seconds;
  /** Whose stream it is: the same for every piece of one. */
  readonly reader: string;
};
export type Followed = {
  readonly events: readonly Positioned[];
  /** Where to go on: behind the last of them, and behind what the filters kept out. */
  readonly to: number;
};

export interface FollowVerbs {
  readonly followEvents: Call<FollowEvents, Followed>;
  /** A stream has ended. */
  readonly stopFollowing: Call<{ readonly reader: string }, object>;
}

/** Looks for news of others this often, in milliseconds, and seldomer the longer there is none. */
const PACE = [300, 500, 1_000, 2_000];
const MOST_STREAMS = 20;
const AGAIN = seconds(30);

export const followVerbs = (app: App): FollowVerbs => ({
  async followEvents({ projectId: project }, { after, filters, wait, reader }) {
    const { store, clock, mostStreams = MOST_STREAMS } = app;
    const full = await admit(app, project, reader, mostStreams);
    if (full) return full;
    const last = await lastPosition(app, project);
    if (after === undefined) return { kind: 'ok', events: [], to: last };
    if (after > last)
      return refused('stream.position.unknown', `The project's journal ends at ${last}: nothing has position ${after} yet.`);

    const until = clock.now() + wait * 1_000;
    for (let to = after, looks = 0; ; looks++) {
      const passage = await readJournal(store, project, to);
      const events = passage.events.filter(({ event }) => matches('event', event, filters));
      const isIdle = passage.to === to;
      to = passage.to;
      const left = until - clock.now();
      if (events.length > 0 || left <= 0) return { kind: 'ok', events, to };
      if (isIdle) await bell.wait(project, Math.min(left, PACE[Math.min(looks, PACE.length - 1)] ?? 0));
    }
  },

  async stopFollowing({ projectId: project }, { reader }) {
    await change(app, project, (readers) => (readers.open.some(({ id }) => id === reader) ? dismissReader(readers, reader) : undefined));
    return { kind: 'ok' };
  },
});

async function admit(app: App, project: string, reader: string, most: number): Promise<Refusal | undefined> {
  const noted = await change(app, project, (readers) => admitReader(readers, reader, most, app.clock.now()));
  if (noted !== 'full') return undefined;
  return {
    kind: 'refused',
    fault: transient('stream.too-many', `There are ${most} open streams of this project's events already.`, AGAIN),
  };
}

/** Nothing is written when there is nothing to note. */
const change = (
  { store }: App,
  project: string,
  decide: (readers: ReturnType<typeof noReaders>) => ReturnType<typeof admitReader>,
): Promise<'full' | 'noted'> =>
  untilCommitted(async () => {
    const readers = (await store.get('readers', { project, id: readersId(project) })) ?? noReaders(project);
    const next = decide(readers);
    if (next === undefined) return 'noted';
    if (next === 'full') return 'full';
    return (await store.commit([{ put: 'readers', doc: next }])) === 'stale' ? 'stale' : 'noted';
  });
