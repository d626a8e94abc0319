import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';

/** How long a repeated request gets the first one's answer. */
export const REMEMBERED: Seconds = seconds(86_400);

/** Nobody answers a request for longer than this: whoever began it is dead by then. */
export const LONGEST_REQUEST: Seconds = seconds(60);

/** What a request has brought about: a document it made or changed. */
export type Effect = { readonly kind: string; readonly id: string; readonly made: boolean };

/** What is kept of a request that its client may send again, under the client's own key for it. */
export type RequestRecord = {
  /** Follows from the project, the user and the key. */
  readonly id: string;
  readonly project: string;
  /** What was asked, as a digest: the same key for something else is a mistake. */
  readonly fingerprint: string;
  /** Written in the very commit that brought them about; null until then. */
  readonly effects: readonly Effect[] | null;
  /** Sealed: an answer may hold a secret. Null until it was given. */
  readonly answer: string | null;
  readonly begunAt: Instant;
  readonly forgetAt: Instant;
  readonly version: number;
};

export const newRecord = (id: string, project: string, fingerprint: string, now: Instant): RequestRecord => ({
  id,
  project,
  fingerprint,
  effects: null,
  answer: null,
  begunAt: now,
  forgetAt: after(now, REMEMBERED),
  version: 0,
});

/** What a request with a known key comes to. */
export type Recognition = 'another' | 'answered' | 'effected' | 'under-way' | 'abandoned';

export function recognise({ fingerprint, effects, answer, begunAt }: RequestRecord, asked: string, now: Instant): Recognition {
  if (fingerprint !== asked) return 'another';
  if (answer !== null) return 'answered';
  if (effects !== null) return 'effected';
  return now < after(begunAt, LONGEST_REQUEST) ? 'under-way' : 'abandoned';
}

/**
 * What holds for everything that one request stores, whichever verb stores it. The first commit of a request that has one takes it along: the record of the request is
 * written with what it brings about, and what it expects is checked with what it changes.
 */
export type RequestScope = {
  /** With the version as stored. Absent: nobody will ask again. */
  record?: RequestRecord;
  /** The version in which the client saw the documents of that kind which it is about. */
  expects?: Expectation;
  /** Whether a commit has taken it along. */
  committed: boolean;
};
/** Any of the versions will do. Without an id: all documents of the kind, since the client may have named what it is about in other ways. */
export type Expectation = { readonly kind: string; readonly id?: string; readonly versions: readonly number[] };

export const isIdempotencyKey = (key: string): boolean => /^[\x21-\x7e]{1,255}$/.test(key);
export const KEY_RULE = "The 'Idempotency-Key' header has to have 1 to 255 visible ASCII characters.";
