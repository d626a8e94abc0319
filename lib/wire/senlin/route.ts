import type { Answer, ListRequest } from '../../app/verb.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { FIRST_BEYOND_SENLIN, type Microversion } from '../../domain/spec/schema.ts';
import { isAtLeast } from '../../domain/spec/shown-schema.ts';
import type { HttpRequest } from '../http.ts';
import type { BodyShape } from './fields/body-shape.ts';
import { type ListShape, readListQuery } from './list-query.ts';
import type { Outcome, Reply } from './reply.ts';

/** A request that was let in: known caller, agreed version, a path of ours. */
export type Asked = {
  readonly caller: Principal;
  readonly version: Microversion;
  readonly origin: string;
  /** What stood in the path's braces, decoded, in order. */
  readonly params: readonly string[];
  readonly query: string;
  readonly body: JsonObject | undefined;
  /** As it came. Names of headers in lower case. */
  readonly request: Pick<HttpRequest, 'headers' | 'body' | 'requestId' | 'stream'>;
};

/** A query parameter outside of lists: a `true` or a `false`, if its schema does not say. */
export type QueryParameter = { readonly name: string; readonly description: string; readonly schema?: JsonObject };

/** Understood by everything that changes a cluster or a node. */
export const INSIST: QueryParameter = {
  name: 'force',
  description: 'Whether to go ahead although the cluster or the node is suspended. From microversion 1.15 on.',
};

/** One thing that can be asked, and all that can be said of it: routing, reading and the OpenAPI document come from here. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1`. `{name}` is one segment, `{name*}` whatever is left. */
  readonly path: string;
  /** Unique; the OpenAPI `operationId`. */
  readonly id: string;
  readonly summary: string;
  /** Below this version it is refused. */
  readonly since?: Microversion;
  /** Changes nothing although it is no GET, so that readers may. */
  readonly harmless?: true;
  /** For administrators: what the OpenAPI document says of it. Who may is decided by the table of permissions. */
  readonly admins?: true;
  /** Nobody may. */
  readonly closed?: true;
  /** Needs no token: it finds out for itself who may. Called with another method it is there all the same, and says so. */
  readonly open?: true;
  readonly list?: ListShape;
  readonly query?: readonly QueryParameter[];
  readonly body?: Pick<BodyShape<unknown>, 'schema' | 'example' | 'optional'>;
  /** The status of success, and what comes with it. */
  readonly answer: { readonly status: 200 | 201 | 202 | 204; readonly schema?: JsonObject; readonly location?: true };
  readonly run: (asked: Asked) => Promise<Outcome> | Outcome;
};

/** A route's body, read before it runs. */
export const takes = <T>(shape: BodyShape<T>, run: (asked: Asked, value: T) => Promise<Outcome>): Pick<Route, 'body' | 'run'> => ({
  body: shape,
  run: (asked) => {
    const reading = shape.read(asked.body, asked.version);
    return reading.kind === 'malformed' ? reading : run(asked, reading.value);
  },
});

/** A list's query, read before it runs. */
export const lists = (shape: ListShape, run: (asked: Asked, request: ListRequest) => Promise<Outcome>): Pick<Route, 'list' | 'run'> => ({
  list: shape,
  run: (asked) => {
    const reading = readListQuery(shape, asked.query, asked.caller, isAtLeast(asked.version, FIRST_BEYOND_SENLIN));
    return reading.kind === 'read' ? run(asked, reading.value) : reading;
  },
});

/** What a use case answered, as a reply. */
export const replied = <T>(answer: Answer<T>, reply: (value: T) => Reply): Outcome => (answer.kind === 'refused' ? answer : reply(answer));

/** The n-th name in the path. */
export const param = ({ params }: Asked, place = 0): string => params[place] ?? '';
