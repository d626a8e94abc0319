/** One HTTP request as every dialect sees it, whatever gateway it came through. */
export type HttpRequest = {
  readonly method: string;
  /** Percent-encoded as sent, beginning with `/`, without the query string. */
  readonly path: string;
  /** The raw query string without `?`; empty when there was none. Decoded by the dialect, which knows what repeats. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Decoded as UTF-8; empty when there was none. */
  readonly body: string;
  /** The body as it was sent, where that was no text: compressed, or of a format of its own. */
  readonly bytes?: Uint8Array;
  /** Scheme and authority the client used, for absolute links: `http://127.0.0.1:8778`. */
  readonly origin: string;
  /** `req-<uuid>`; goes to the response, the log lines and the actions this request files. */
  readonly requestId: string;
  /** A piece of a stream that goes on, or the news that it has ended. Never from outside. */
  readonly stream?: 'open' | 'closing';
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Goes instead of `body`, where that is no text. */
  readonly bytes?: Uint8Array;
};

export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>;
