import type { Fault } from '../domain/kernel/fault.ts';

export type OutgoingRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** May come from a user: checked. Never the service's own credentials, unless `url` is the operator's. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For all of it: finding the address, connecting, waiting and reading. At most 20 000. */
  readonly timeoutMs: number;
  /** How much of the answer's body is read. */
  readonly maxBytes: number;
  /** Default true. */
  readonly verifyTls?: boolean;
  /** Ranges (`10.0.0.0/8`) and hosts allowed for this call beside the installation's. From the operator's settings, never from a user. */
  readonly allow?: readonly string[];
};

export type OutgoingAnswer =
  /** Whatever the status: redirects are not followed, they are answers. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Names in lower case; what came several times is joined by commas. */
      readonly headers: Readonly<Record<string, string>>;
      /** As UTF-8, up to `maxBytes`. Empty when it came compressed, which nobody asked for: nothing is inflated here. */
      readonly body: string;
      /** There was more than `body` has. */
      readonly truncated: boolean;
    }
  /** Must not be called. Trying again cannot help. */
  | { readonly kind: 'refused'; readonly fault: Fault }
  /** Could not be called, or did not answer in time: transient. */
  | { readonly kind: 'failed'; readonly fault: Fault };

/**
 * The only way that anything leaves the service for an address that a user chose.
 *
 * Never throws, and never says of an answer more than it says itself. Proved by test/unit/platform/guarded-http.
 */
export interface Outgoing {
  /** Whether an address would be called, for refusing it where it is written down. A name that cannot be resolved now is let pass: it is judged again at every call. */
  check(url: string): Promise<Fault | undefined>;
  send(request: OutgoingRequest): Promise<OutgoingAnswer>;
}
