import type { Route } from './route.ts';

export type Match = { readonly route: Route; readonly params: readonly string[] };

type Compiled = { readonly route: Route; readonly segments: readonly string[]; readonly endless: boolean };

/**
 * Finds routes by path. Literal segments win over names; a path of ours with a method that is not, or with a slash too many, is as
 * unknown as any other.
 *
 * @returns a function of a method and a path below `/v1`
 */
export function makeRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const byStart = new Map<string, Compiled[]>();
  for (const route of routes) {
    const segments = route.path.split('/').slice(1);
    const start = `${route.method} ${segments[0]}`;
    byStart.set(
      start,
      [...(byStart.get(start) ?? []), { route, segments, endless: segments.at(-1)?.endsWith('*}') ?? false }].sort(literalFirst),
    );
  }

  return (method, path) => {
    const segments = decoded(path)?.split('/').slice(1);
    for (const candidate of byStart.get(`${method} ${segments?.[0]}`) ?? []) {
      const params = segments && matched(candidate, segments);
      if (params) return { route: candidate.route, params };
    }
    return undefined;
  };
}

const names = (compiled: Compiled): number => compiled.segments.filter(isName).length;
const literalFirst = (a: Compiled, b: Compiled): number => names(a) - names(b);
const isName = (segment: string): boolean => segment.startsWith('{');

function matched({ segments, endless }: Compiled, path: readonly string[]): string[] | undefined {
  if (endless ? path.length < segments.length : path.length !== segments.length) return undefined;
  const params: string[] = [];
  for (let i = 0; i < segments.length; i++) {
    const wanted = segments[i] ?? '';
    const found = endless && i === segments.length - 1 ? path.slice(i).join('/') : (path[i] ?? '');
    if (!isName(wanted)) {
      if (wanted !== found) return undefined;
    } else if (found === '') return undefined;
    else params.push(found);
  }
  return params;
}

/** The whole path is decoded before it is cut, as Senlin's server does. Undefined when it is no text. */
function decoded(path: string): string | undefined {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
