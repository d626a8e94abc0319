import type { ListRequest } from '../../app/verb.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import { type Reading, read } from './fields/field.ts';
import { name as nameType, nonNegativeInteger } from './fields/scalars.ts';
import { forbidden, type Malformed, malformed } from './reply.ts';

export type Filter = {
  /** Several values make a choice; of a single one, the last counts. */
  readonly takes: 'many' | 'one';
  /** Words from this list, a `true` or a `false`, or a well-formed name; anything else otherwise. */
  readonly of?: readonly string[] | 'boolean' | 'name';
};

/** What a list can be asked. */
export type ListShape = {
  readonly filters: Readonly<Record<string, Filter>>;
  readonly sortKeys: readonly string[];
  /** Whether `limit`, `marker` and `global_project` are understood. */
  readonly paged: boolean;
  /** Whether `shared` is, by clients that know of sharing. */
  readonly shared?: true;
  /** Clusters alone put quotes around what they do not know. */
  readonly quotesUnknown?: true;
};

const PAGING = ['limit', 'marker', 'global_project'];
const UUID = /^[a-fA-F0-9]{8}-?[a-fA-F0-9]{4}-?[a-fA-F0-9]{4}-?[a-fA-F0-9]{4}-?[a-fA-F0-9]{12}$/;
/** One answer's worth. Senlin's clients ask for everything at once and are given it; those that know of more than Senlin go on from a marker. */
const LONGEST_PAGE = 1_000;

/**
 * Reads a list's query string, complaining in Senlin's order. Parameters without a value are as good as absent.
 *
 * @param beyond whether its client knows of more than Senlin: then a page has an end of itself, and there may be things that others share
 */
export function readListQuery(shape: ListShape, query: string, caller: Principal, beyond = false): Reading<ListRequest> | Refusal {
  const most = beyond && shape.paged ? LONGEST_PAGE : undefined;
  if (query === '') return read({ limit: most, sort: [], filters: {}, globalProject: false });
  const params = new URLSearchParams(query);
  for (const key of params.keys()) {
    const known =
      Object.hasOwn(shape.filters, key) ||
      key === 'sort' ||
      (shape.paged && PAGING.includes(key)) ||
      (key === 'shared' && shape.shared && beyond);
    if (!known) return malformed(`Invalid parameter ${shape.quotesUnknown ? `'${key}'` : key}`);
  }
  const globalProject = readFlag(params, 'global_project');
  if (typeof globalProject === 'object') return globalProject;
  const shared = readFlag(params, 'shared');
  if (typeof shared === 'object') return shared;

  const filters = readFilters(shape, params);
  if (filters.kind === 'malformed') return filters;
  const limit = last(params, 'limit');
  const bound = limit === undefined ? undefined : nonNegativeInteger.convert(limit, 'limit');
  if (bound?.kind === 'malformed') return bound;
  if (bound && most !== undefined && bound.value > most) return malformed(`Value must be <= ${most} for field 'limit'.`);
  const marker = last(params, 'marker');
  if (marker !== undefined && !UUID.test(marker)) return malformed(`The value for marker is not a valid UUID: '${marker}'.`);
  const sort = readSort(shape, last(params, 'sort'));
  if (sort.kind === 'malformed') return sort;

  if (globalProject && !caller.isAdmin) return forbidden;
  return read({
    limit: bound?.value ?? most,
    marker,
    sort: sort.value,
    filters: filters.value,
    globalProject: globalProject === true,
    ...(shared && { shared }),
  });
}

/** A `true` or `false` in any case. Undefined when it was not said, or said without a value. */
export function readFlag(params: URLSearchParams, key: string): boolean | undefined | Malformed {
  const value = last(params, key);
  return value === undefined ? undefined : flag(key, value);
}

export function flag(key: string, value: string): boolean | Malformed {
  const word = value.toLowerCase();
  return word === 'true' || word === 'false' ? word === 'true' : malformed(`Invalid value '${value}' specified for '${key}'`);
}

const last = (params: URLSearchParams, key: string): string | undefined => params.getAll(key).at(-1) || undefined;

function readFilters(shape: ListShape, params: URLSearchParams): Reading<ListRequest['filters']> {
  const filters: Record<string, readonly string[]> = {};
  for (const [key, filter] of Object.entries(shape.filters)) {
    const one = last(params, key);
    const values = filter.takes === 'many' ? params.getAll(key) : one === undefined ? [] : [one];
    if (values.length === 0) continue;
    const complaint = misfit(key, filter, values);
    if (complaint) return complaint;
    filters[key] = filter.of === 'boolean' ? values.map((value) => value.toLowerCase()) : values;
  }
  return read(filters);
}

function misfit(key: string, { of }: Filter, values: readonly string[]): Malformed | undefined {
  if (Array.isArray(of)) {
    const foreign = values.find((value) => !of.includes(value));
    return foreign === undefined ? undefined : malformed(`Field value ${foreign} is invalid`);
  }
  for (const value of values) {
    const reading = of === 'boolean' ? flag(key, value) : of === 'name' ? nameType.convert(value, key) : true;
    if (typeof reading === 'object' && reading.kind === 'malformed') return reading;
  }
  return undefined;
}

function readSort({ sortKeys }: ListShape, text: string | undefined): Reading<ListRequest['sort']> {
  if (text === undefined) return read([]);
  const sort: { key: string; descending: boolean }[] = [];
  for (const part of text.split(',')) {
    const [key = '', ...rest] = part.split(':');
    const direction = rest.join(':');
    if (key === '') return malformed("Missing sort key for 'sort'.");
    if (direction !== '' && direction !== 'asc' && direction !== 'desc')
      return malformed(`Unsupported sort dir '${direction}' for 'sort'.`);
    if (!sortKeys.includes(key)) return malformed(`Unsupported sort key '${key}' for 'sort'.`);
    sort.push({ key, descending: direction === 'desc' });
  }
  return read(sort);
}
