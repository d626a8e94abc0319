import type { HttpResponse } from './http.ts';

/** Whether what the service depends on answers. The reason is for the operator, and tells a stranger nothing. `resting`: profile types whose backends do not. */
export type Readiness = { readonly ready: true; readonly resting?: readonly string[] } | { readonly ready: false; readonly reason: string };

const answer = (status: number, body: object): HttpResponse => ({
  status,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify(body),
});

/** The process is there. Asks nobody. */
export const healthz = (): HttpResponse => answer(200, { status: 'ok' });

/** The process can do its work. A check that throws is one that failed. */
export async function readyz(check: () => Promise<Readiness>): Promise<HttpResponse> {
  const readiness = await check().catch((): Readiness => ({ ready: false, reason: 'the check itself failed' }));
  if (!readiness.ready) return answer(503, { status: 'not ready', reason: readiness.reason });
  const { resting = [] } = readiness;
  return answer(200, { status: 'ready', ...(resting.length > 0 && { resting }) });
}
