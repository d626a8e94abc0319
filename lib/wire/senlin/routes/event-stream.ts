import type { Clustering } from '../../../app/clustering.ts';
import type { FollowEvents } from '../../../app/journal/follow-events.ts';
import type { Principal } from '../../../domain/identity/principal.ts';
import type { Positioned } from '../../../domain/journal/journal.ts';
import type { Refusal } from '../../../domain/kernel/fault.ts';
import { seconds } from '../../../domain/kernel/time.ts';
import type { Reading } from '../fields/field.ts';
import { type ListShape, readListQuery } from '../list-query.ts';
import { v1 } from '../microversion.ts';
import { malformed, type Outcome } from '../reply.ts';
import type { Asked, Route } from '../route.ts';
import { string } from '../views/document-schema.ts';
import { notificationOf } from '../views/notification.ts';
import { EVENT_FILTERS } from './events.ts';

/** Longest that one piece of a stream is waited for: gateways give up after thirty seconds. */
const LONGEST_WAIT = 20;
const STREAM: ListShape = { filters: EVENT_FILTERS, sortKeys: [], paged: false };

/** Events as they happen, as server-sent events: a piece of the stream at a time, each beginning where the one before ended. */
export const eventStreamRoutes = (clustering: Clustering): readonly Route[] => [
  {
    method: 'GET',
    path: '/events/stream',
    id: 'followEvents',
    summary: 'Follow events as they happen, as server-sent events. `Last-Event-ID`, or `after`, says where to go on.',
    since: v1(15),
    query: [
      ...Object.keys(EVENT_FILTERS).map((name) => ({ name, description: 'Only events with this value, as in the list.', schema: string })),
      {
        name: 'after',
        description: 'The last position that is known: what follows it is told. From now on, if not said.',
        schema: { type: 'integer', minimum: 0 },
      },
      {
        name: 'wait',
        description: `Seconds to wait for something to tell, where the answer comes in one piece; ${LONGEST_WAIT}, if not said.`,
        schema: { type: 'integer', minimum: 0, maximum: LONGEST_WAIT },
      },
    ],
    answer: { status: 200, schema: string },
    run: (asked) => follow(clustering, asked),
  },
];

async function follow(clustering: Clustering, { caller, query, request }: Asked): Promise<Outcome> {
  const { requestId: reader, stream } = request;
  if (stream === 'closing') return over(clustering, caller, reader);
  const read = readQuery(query, request.headers['last-event-id'], caller);
  if (read.kind !== 'read') return read;
  const followed = await clustering.followEvents(caller, { ...read.value, reader });
  if (followed.kind === 'refused') return followed;
  if (stream === undefined) await over(clustering, caller, reader);
  const { events, to } = followed;
  return { kind: 'stream', text: [...events.map(blockOf), ...(events.at(-1)?.position === to ? [] : [`id: ${to}\n\n`])].join(''), to };
}

async function over(clustering: Clustering, caller: Principal, reader: string): Promise<Outcome> {
  await clustering.stopFollowing(caller, { reader });
  return { kind: 'stream', text: '', to: 0 };
}

function readQuery(query: string, last: string | undefined, caller: Principal): Reading<Omit<FollowEvents, 'reader'>> | Refusal {
  const params = new URLSearchParams(query);
  const asked = { after: last ?? params.get('after') ?? '', wait: params.get('wait') ?? '' };
  params.delete('after');
  params.delete('wait');
  const after = wholeNumber(asked.after);
  const wait = wholeNumber(asked.wait);
  if (after === 'none') return malformed(`The value for after must be a position: '${asked.after}'.`);
  if (wait === 'none' || (wait !== undefined && wait > LONGEST_WAIT))
    return malformed(`The value for wait must be an integer from 0 to ${LONGEST_WAIT}: '${asked.wait}'.`);
  const filtering = readListQuery(STREAM, params.toString(), caller);
  if (filtering.kind !== 'read') return filtering;
  return { kind: 'read', value: { after, wait: seconds(wait ?? LONGEST_WAIT), filters: filtering.value.filters } };
}

/** An `id` alone, as after what was kept out, moves a client's place without telling it anything. */
const blockOf = (one: Positioned): string =>
  `id: ${one.position}\nevent: ${one.event.type ?? 'event'}\ndata: ${JSON.stringify(notificationOf(one))}\n\n`;

const wholeNumber = (text: string): number | undefined | 'none' =>
  text === '' ? undefined : /^\d{1,15}$/.test(text) ? Number(text) : 'none';
