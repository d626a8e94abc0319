import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { HttpHandler } from '../wire/http.ts';
import { openEventStream } from '../wire/senlin/event-stream.ts';
import { requestOf } from './http.ts';

type Streaming = (event: APIGatewayProxyEventV2, out: Writable, context: Context) => Promise<void>;
/** What the runtime of Lambda puts there for functions that answer bit by bit, and the local stack too. */
declare const awslambda: {
  /** Missing where functions are only looked at. */
  readonly streamifyResponse?: (handler: Streaming) => unknown;
  readonly HttpResponseStream: {
    readonly from: (
      out: Writable,
      prelude: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> },
    ) => Writable;
  };
};

/** Seconds of silence. */
const WAIT = 15;
/** Milliseconds before its time is over in which a function begins no other piece. */
const MARGIN = (WAIT + 5) * 1_000;

/** A Lambda that streams: the function's URL calls it, since a gateway would wait for the end. */
export function eventStreamFunction(handler: HttpHandler, publicUrl = ''): unknown {
  const stream: Streaming = async (event, out, context) => {
    let isOver = false;
    out.once('close', () => {
      isOver = true;
    });
    out.on('error', () => {
      isOver = true;
    });
    const opened = await openEventStream(handler, requestOf(event, publicUrl), {
      wait: WAIT,
      isOver: () => isOver || context.getRemainingTimeInMillis() < MARGIN,
    });
    const response = awslambda.HttpResponseStream.from(out, { statusCode: opened.status, headers: opened.headers });
    if ('body' in opened) {
      response.end(opened.body);
      return;
    }
    out.once('close', () => void opened.close());
    for await (const chunk of opened.chunks) {
      if (isOver) break;
      if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(out, 'close')]);
    }
    await opened.close();
    response.end();
  };
  return awslambda.streamifyResponse?.(stream) ?? stream;
}
