import type { Refusal } from '../../domain/kernel/fault.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { Json } from '../../domain/kernel/json.ts';

/** What a route answers when all is well; headers and text are made of it afterwards. */
export type Reply = {
  readonly kind: 'reply';
  readonly status: 200 | 201 | 202 | 204;
  readonly body?: Json;
  /** The action that was filed: clients find it by the last part of `Location`. */
  readonly actionId?: string;
  /** The version of the one document in the body: goes out as `ETag`. */
  readonly version?: number;
  /** What worked and should be asked for otherwise; goes out as `Warning` headers too. */
  readonly warnings?: readonly string[];
  /** Senlin answers this with its web library's page instead of a document. */
  readonly page?: true;
};

/** The request itself is wrong, whatever there is to find. */
export type Malformed = { readonly kind: 'malformed'; readonly message: string };
/** What is asked for came with a later version. */
export type TooOld = { readonly kind: 'too-old' };

/** Something is wrong of which Senlin's web library tells, in a page of its own. */
export type Page = { readonly kind: 'page'; readonly status: 400; readonly explanation: string };

/** A piece of a stream of events, and where the next one begins. */
export type StreamPiece = { readonly kind: 'stream'; readonly text: string; readonly to: number };

export type Outcome = Reply | StreamPiece | Malformed | TooOld | Page | Refusal;

export const malformed = (message: string): Malformed => ({ kind: 'malformed', message });
export const tooOld: TooOld = { kind: 'too-old' };
export const forbidden = refused('forbidden', 'You are not authorized to complete this operation.');

export const ok = (body: Json): Reply => ({ kind: 'reply', status: 200, body });
export const created = (body: Json): Reply => ({ kind: 'reply', status: 201, body });
export const accepted = (body: Json, actionId: string): Reply => ({ kind: 'reply', status: 202, body, actionId });
export const nothing: Reply = { kind: 'reply', status: 204 };

/** Where Senlin's Python met something of the wrong type and gave up. */
export const SENSELESS = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';
