import type { Identity } from '../../app/identity/identity.ts';
import type { Token } from '../../domain/identity/token.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';

export type Context = {
  readonly identity: Identity;
  readonly request: HttpRequest;
  /** The values of the `{}` in the route's path, in order, decoded. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  /** Scheme and authority, for absolute links. */
  readonly base: string;
  /** Where identity is served: `/identity`. */
  readonly prefix: string;
  /** Both together. */
  readonly url: string;
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the prefix, `{}` for a value. */
  readonly path: string;
} & (
  | { /** For everybody: nobody has a token before they have one. */ readonly open: (context: Context) => Promise<HttpResponse> }
  | { readonly run: (context: Context, caller: Token) => Promise<HttpResponse> }
);

export type Match = { readonly routes: readonly Route[]; readonly params: readonly string[] };

/** The routes of a path, whatever their method; none for a path nobody serves. @param path below the prefix, percent-encoded */
export function matchPath(routes: readonly Route[], path: string): Match {
  const sent = path.replace(/\/$/, '').split('/').map(decode);
  for (const { path: pattern } of routes) {
    const parts = pattern.split('/');
    if (parts.length !== sent.length || !parts.every((part, i) => (part === '{}' ? sent[i] : part === sent[i]))) continue;
    return {
      routes: routes.filter((route) => route.path === pattern),
      params: sent.filter((text, i): text is string => parts[i] === '{}' && text !== undefined),
    };
  }
  return { routes: [], params: [] };
}

/** Undefined for a bad escape, or for a value that no id or name could be. */
function decode(segment: string): string | undefined {
  try {
    const text = decodeURIComponent(segment);
    return text.length <= 255 ? text : undefined;
  } catch {
    return undefined;
  }
}
