import type { HttpResponse } from '../http.ts';

/** What any answer here may hold, a token or a secret, is for the caller alone: no cache may keep it. */
const ALWAYS = { 'cache-control': 'no-store', vary: 'X-Auth-Token' } as const;

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...ALWAYS, ...headers },
  body: JSON.stringify(body),
});

export const noContent = (): HttpResponse => ({ status: 204, headers: ALWAYS, body: '' });
