import type { Answer } from '../../app/verb.ts';
import type { HttpResponse } from '../http.ts';
import { failure } from './faults.ts';
import { json } from './reply.ts';
import type { Context } from './route.ts';

/** What a use case answered, shown; or why it would not. */
export const answered = <T>(context: Context, answer: Answer<T>, show: (value: T) => HttpResponse): HttpResponse =>
  answer.kind === 'refused' ? failure(answer.fault, context.url) : show(answer);

type Listed = { readonly name: string; readonly domain_id?: string | null; readonly enabled?: boolean };

/** A list, filtered by what clients look things up by. Any other filter is ignored, as Keystone ignores it. */
export function collection({ base, query, request }: Context, key: string, items: readonly Listed[]): HttpResponse {
  const asked = (name: string, value: unknown) =>
    value === undefined || !query.has(name) || query.get(name)?.toLowerCase() === String(value);
  const shown = items.filter(
    (item) =>
      (!query.has('name') || query.get('name') === item.name) && asked('domain_id', item.domain_id) && asked('enabled', item.enabled),
  );
  const self = `${base}${request.path}${request.query === '' ? '' : `?${request.query}`}`;
  return json(200, { [key]: shown, links: { next: null, self, previous: null } });
}
