import type { HttpRequest, HttpResponse } from '../../http.ts';
import { type AwsFault, awsFault, isAwsFault, ownFailure } from '../fault.ts';
import type { AwsService } from '../handler.ts';
import { type QueryEndpoint, queryService } from '../query/endpoint.ts';
import { verifySignature } from '../signature/verify.ts';
import { type Cbor, cborFormat, type Format, JSON_FORMAT } from './format.ts';
import { readTree, writeTree } from './read-tree.ts';

/** A service that is spoken in three protocols, over one set of operations: forms, JSON and CBOR. */
export type RpcEndpoint = QueryEndpoint & {
  /** What its operations are called under: `GraniteServiceVersion20100801`. */
  readonly target: string;
  /** The shapes of its errors, by the codes that they have in the Query protocol. One that is not here is called as its code. */
  readonly errorShapes: Readonly<Record<string, string>>;
  readonly cbor: Cbor;
  /** What is behind gzip; undefined where that is none, or too much. */
  readonly inflate: (bytes: Uint8Array, most: number) => Uint8Array | undefined;
};

const LARGEST = 1024 * 1024;

/** Newer clients speak CBOR or JSON, older ones the Query protocol: which one, a request shows. */
export const rpcService = (endpoint: RpcEndpoint): AwsService => {
  const query = queryService({ ...endpoint, largest: LARGEST });
  const cbor = cborFormat(endpoint.cbor);
  return {
    service: endpoint.service,
    handle: async (request) => {
      const inPath = new RegExp(`/service/${endpoint.target}/operation/(\\w+)/?$`).exec(request.path)?.[1];
      if (inPath !== undefined) return answer(endpoint, request, cbor, inPath);
      const target = request.headers['x-amz-target'];
      if (target !== undefined) return answer(endpoint, request, JSON_FORMAT, target.replace(`${endpoint.target}.`, ''));
      return query.handle(request);
    },
  };
};

async function answer(endpoint: RpcEndpoint, request: HttpRequest, format: Format, action: string): Promise<HttpResponse> {
  const output = await perform(endpoint, request, format, action).catch((error: unknown) => {
    endpoint.report(error, request);
    return ownFailure(error, 'InternalServiceError');
  });
  const headers = {
    ...format.headers,
    'x-amzn-RequestId': request.requestId.replace(/^req-/, ''),
    Date: new Date(endpoint.verifying.now()).toUTCString(),
  };
  if (!isAwsFault(output)) return { status: 200, headers, ...format.write(output) };
  const { code, status, message } = output;
  return {
    status,
    // The code of the Query protocol: clients choose their exception by it, as they did before.
    headers: { ...headers, 'x-amzn-query-error': `${code};${status >= 500 ? 'Receiver' : 'Sender'}` },
    ...format.write({ __type: endpoint.errorShapes[code] ?? code, message }),
  };
}

async function perform(endpoint: RpcEndpoint, request: HttpRequest, format: Format, action: string): Promise<object | AwsFault> {
  if (request.method !== 'POST') return awsFault('InvalidAction', 'Requests are POST.');
  const sent = request.bytes ?? Buffer.from(request.body, 'utf8');
  if (sent.length > LARGEST) return tooLarge;
  const verified = await verifySignature(endpoint.verifying, request, endpoint.service);
  if ('code' in verified) return verified;
  const operation = endpoint.model.get(action);
  const run = Object.hasOwn(endpoint.operations, action) ? endpoint.operations[action] : undefined;
  if (!operation || !run) return awsFault('InvalidAction', `Could not find operation ${action} for version ${endpoint.version}`);

  const packed = request.headers['content-encoding'] === 'gzip';
  const bytes = packed ? endpoint.inflate(sent, LARGEST) : sent;
  if (!bytes) return tooLarge;
  const tree = readable(() => format.read(packed ? Buffer.from(bytes).toString('utf8') : request.body, bytes));
  if (tree === undefined) return awsFault('SerializationException', 'The body cannot be read.');
  const input = readTree(operation.input, tree, format.timeOf);
  if (isAwsFault(input)) return input;
  const { principal: caller, region, accessKeyId } = verified;
  // Nothing that is spoken in these protocols has anything to say beside its answer.
  const output = await run({ caller, region, account: endpoint.account, accessKeyId, warn: () => undefined }, input);
  if (isAwsFault(output)) return output;
  return operation.output ? (writeTree(operation.output, output, format.timeFor) as object) : {};
}

const tooLarge = awsFault('RequestEntityTooLarge', `The body has more than ${LARGEST} bytes.`, 413);

/** Undefined where a client sent what its format does not know. */
function readable(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
