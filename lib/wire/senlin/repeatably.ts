import type { Once } from '../../app/requests/once.ts';
import { RequestHalted } from '../../app/requests/request-halted.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { RequestScope } from '../../domain/request/request.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import { faultResponse } from './faults.ts';
import { actionAmong, contentOf, etagOf, failed, keyOf, objectOf, placeOf, preconditionOf, type Repeating } from './repeatable.ts';
import type { Route } from './route.ts';

export type { Repeating };

type Changing = { readonly request: HttpRequest; readonly path: string; readonly route: Route; readonly caller: Principal };
type Run = (scope?: RequestScope) => Promise<HttpResponse>;

/** Answers a request that changes something, with what it says beside its body: `Idempotency-Key` and `If-Match`. */
export async function repeatably(
  repeating: Repeating,
  changing: Changing,
  run: Run,
  show: (path: string) => Promise<HttpResponse> | undefined,
): Promise<HttpResponse> {
  const { request, path, caller } = changing;
  const expects = preconditionOf(request, path);
  if (expects && 'status' in expects) return expects;
  const key = keyOf(request);
  if (typeof key === 'object') return key;

  const look = () => show(objectOf(path));
  if (key === undefined) return expects ? held({ expects, committed: false }, run, look) : run();
  const asked = { project: caller.projectId, user: caller.userId, key, content: contentOf(request) };
  const once = await repeating(asked, async (scope) => {
    if (expects) scope.expects = expects;
    return JSON.stringify(await held(scope, run, look));
  });
  return told(once, changing, show);
}

/**
 * Runs a request that may expect something, and says so when it was otherwise: before, since what changes nothing commits nothing, and in the commit, since somebody
 * may be faster.
 */
async function held(scope: RequestScope, run: Run, look: () => Promise<HttpResponse> | undefined): Promise<HttpResponse> {
  const tag = scope.expects && (await look())?.headers.ETag;
  if (tag !== undefined && !scope.expects?.versions.map(etagOf).includes(tag)) return failed;
  try {
    return await run(scope);
  } catch (error) {
    if (error instanceof RequestHalted && error.why === 'changed') return failed;
    throw error;
  }
}

async function told(
  once: Once,
  { request, route, path }: Changing,
  show: (path: string) => Promise<HttpResponse> | undefined,
): Promise<HttpResponse> {
  switch (once.kind) {
    case 'refused': {
      const response = faultResponse(once.fault);
      return once.fault.code === 'idempotency.in-progress'
        ? { ...response, headers: { ...response.headers, 'Retry-After': '1' } }
        : response;
    }
    case 'first':
      return JSON.parse(once.answer) as HttpResponse;
    case 'again':
      return again(JSON.parse(once.answer) as HttpResponse);
    case 'recall': {
      const actionId = actionAmong(once.effects);
      const seen = placeOf(route, path, once.effects);
      const shown = (seen === undefined ? undefined : await show(seen)) ?? plain(actionId);
      const location = actionId === undefined ? {} : { Location: `${request.origin}/v1/actions/${actionId}` };
      return again({
        ...shown,
        status: shown.status < 300 ? route.answer.status : shown.status,
        headers: { ...shown.headers, ...location },
      });
    }
  }
}

const again = (response: HttpResponse): HttpResponse => ({ ...response, headers: { ...response.headers, 'Idempotency-Replayed': 'true' } });

const plain = (actionId: string | undefined): HttpResponse =>
  actionId === undefined
    ? { status: 204, headers: {}, body: '' }
    : { status: 202, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ action: actionId }) };
