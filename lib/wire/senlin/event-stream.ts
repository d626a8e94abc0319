import type { HttpHandler, HttpRequest, HttpResponse } from '../http.ts';
import { POSITION } from './outcome.ts';

/** A response that goes on: more text for as long as anybody listens. */
export type HttpStream = Omit<HttpResponse, 'body'> & {
  readonly chunks: AsyncIterable<string>;
  /** Nobody listens any more. */
  readonly close: () => Promise<void>;
};

export type StreamFacts = {
  /** Seconds that one piece may take: how often the token is looked at, and something is said. */
  readonly wait: number;
  /** Whether it has to end, for whoever listens to come back. */
  readonly isOver: () => boolean;
};

/** Said when there is nothing to say, so that nobody between us and the client takes the connection for dead. */
const HEARTBEAT = ': still here\n\n';
/** What clients wait before they come back, in milliseconds. */
const GREETING = 'retry: 1000\n\n';

/**
 * A stream made of requests: each piece is asked for like any other, by the same handler, with the token it began with. So whoever may not
 * ask any more hears nothing any more, and a stream can be broken off anywhere and taken up by anybody who knows the last position.
 */
export async function openEventStream(
  handler: HttpHandler,
  request: HttpRequest,
  { wait, isOver }: StreamFacts,
): Promise<HttpStream | HttpResponse> {
  let isClosed = false;
  const { 'last-event-id': _, ...headers } = request.headers;
  const piece = (change: Partial<HttpRequest>, seconds: number, after?: string): Promise<HttpResponse> => {
    const query = new URLSearchParams(request.query);
    query.set('wait', String(seconds));
    if (after !== undefined) query.set('after', after);
    return handler({ ...request, stream: 'open', query: query.toString(), ...change });
  };
  const close = async () => {
    isClosed = true;
    await piece({ stream: 'closing' }, 0);
  };

  const first = await piece({}, 0);
  if (first.status !== 200) return first;

  async function* chunks(): AsyncGenerator<string> {
    yield GREETING + first.body;
    let at = first.headers[POSITION];
    while (!isClosed && !isOver()) {
      const next = await piece({ headers }, wait, at);
      if (next.status !== 200) return;
      const isNews = next.headers[POSITION] !== at;
      at = next.headers[POSITION];
      yield isNews ? next.body : HEARTBEAT;
    }
  }
  return { status: 200, headers: first.headers, chunks: chunks(), close };
}
