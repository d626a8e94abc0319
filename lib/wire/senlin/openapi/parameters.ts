import type { JsonObject } from '../../../domain/kernel/json.ts';
import type { Filter, ListShape } from '../list-query.ts';
import type { Route } from '../route.ts';

export const MICROVERSION: JsonObject = { $ref: '#/components/parameters/microversion' };

/** What may stand beside the body of whatever changes something. */
export const REPEATABLE: readonly JsonObject[] = [
  { $ref: '#/components/parameters/idempotencyKey' },
  { $ref: '#/components/parameters/ifMatch' },
];

const FLAG: JsonObject = { type: 'string', pattern: '^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$' };

/** What stands in a route's path and behind its question mark. */
export const parameters = ({ path, list, query = [] }: Route): readonly JsonObject[] => [
  ...[...path.matchAll(/\{(\w+)\*?\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    description: describe(name),
  })),
  ...query.map(({ name, description, schema = FLAG }) => ({ name, in: 'query', schema, description })),
  ...(list ? listParameters(list) : []),
];

const describe = (name: string): string =>
  name.endsWith('_type')
    ? 'A type with its version, `name-version`.'
    : name === 'path'
      ? 'A JSONPath into a node.'
      : 'A name, an id or the beginning of an id.';

const listParameters = (list: ListShape): readonly JsonObject[] => [
  ...Object.entries(list.filters).map(([name, filter]) => ({
    name,
    in: 'query',
    schema: filter.takes === 'many' ? { type: 'array', items: filterSchema(filter) } : filterSchema(filter),
    description: filter.takes === 'many' ? 'Repeat it to match any of several.' : 'Only what matches.',
  })),
  {
    name: 'sort',
    in: 'query',
    schema: { type: 'string' },
    description: `\`key[:asc|desc]\`, several with commas. Keys: ${list.sortKeys.join(', ')}.`,
  },
  ...(list.paged ? PAGING : []),
  ...(list.shared ? [SHARED] : []),
];

const filterSchema = ({ of }: Filter): JsonObject => {
  if (of === 'boolean') return FLAG;
  return typeof of === 'object' ? { type: 'string', enum: of } : { type: 'string' };
};

const SHARED: JsonObject = {
  name: 'shared',
  in: 'query',
  schema: FLAG,
  description: "Whether to list what others have shared with the caller instead of the project's own. From microversion 1.15 on.",
};

const PAGING: readonly JsonObject[] = [
  {
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 0, maximum: 1000 },
    description: 'The most items to answer: 1000, if not said. No bound below microversion 1.15.',
  },
  { name: 'marker', in: 'query', schema: { type: 'string', format: 'uuid' }, description: 'The last item seen: go on behind it.' },
  { name: 'global_project', in: 'query', schema: FLAG, description: 'Whether to look into all projects. Administrators only.' },
];
