import type { Principal } from '../domain/identity/principal.ts';
import type { Refusal } from '../domain/kernel/fault.ts';

/** What a use case answers: what was asked for, or why not. */
export type Answer<T> = ({ readonly kind: 'ok' } & T) | Refusal;

/** An action was filed; the engine does the rest. */
export type Filed = { readonly actionId: string };

/**
 * A list as every dialect asks for it. Filters and sort keys carry Senlin's names (`init_at`, `cluster_id`, `oid`, ...); the dialect
 * checks which are allowed, and a filter matches any of its values. No sort means creation order.
 */
export type ListRequest = {
  readonly limit?: number | undefined;
  /** The id of the last item seen; an unknown one is ignored. */
  readonly marker?: string | undefined;
  readonly sort: readonly { readonly key: string; readonly descending: boolean }[];
  readonly filters: Readonly<Record<string, readonly string[]>>;
  readonly globalProject: boolean;
  /** What others have shared with the caller, instead of the project's own. */
  readonly shared?: boolean;
};

/** A verb on nothing that is there yet. */
export type Call<R, T> = (caller: Principal, request: R) => Promise<Answer<T>>;
/** A verb on one thing: `text` is a name, an id or a short id. */
export type On<R, T> = (caller: Principal, text: string, request: R) => Promise<Answer<T>>;
export type See<T> = (caller: Principal, text: string) => Promise<Answer<T>>;
