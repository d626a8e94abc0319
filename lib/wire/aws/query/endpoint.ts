import type { Principal } from '../../../domain/identity/principal.ts';
import type { HttpRequest, HttpResponse } from '../../http.ts';
import { type AwsFault, awsFault, isAwsFault, ownFailure } from '../fault.ts';
import type { AwsService } from '../handler.ts';
import { pairsOf } from '../pairs.ts';
import { type Verifying, verifySignature } from '../signature/verify.ts';
import { readInput } from './read-input.ts';
import type { OperationModel, Structure } from './shape.ts';
import { SharedRound } from './shared-round.ts';
import { type Dialect, queryDialect } from './write-output.ts';

/** A request that was let in: known caller, one of our operations, its input as the model says. */
export type AwsCall = {
  readonly caller: Principal;
  readonly region: string;
  readonly account: string;
  readonly accessKeyId: string;
  /** Says something along with the answer, in a header: AWS's answers have no place for it. */
  readonly warn: (text: string) => void;
};

export type AwsOperation = (call: AwsCall, input: Structure) => Promise<Structure | AwsFault>;

export type QueryEndpoint = {
  /** The service a signature must be meant for: `autoscaling`. */
  readonly service: string;
  /** `2011-01-01`. */
  readonly version: string;
  /** The oldest version whose clients are answered, too; as the newest ones are. */
  readonly since?: string;
  readonly namespace: string;
  /** How answers are written. As the Query protocol has it, if not said. */
  readonly dialect?: Dialect;
  readonly model: OperationModel;
  readonly operations: Readonly<Record<string, AwsOperation>>;
  /** Those that change nothing: of several who ask the same at once, some share an answer. */
  readonly reads?: ReadonlySet<string>;
  readonly verifying: Verifying;
  /** Twelve digits: whose ARNs these are. */
  readonly account: string;
  readonly report: (error: unknown, request: HttpRequest) => void;
  /** Bytes that a body may have; a quarter of a megabyte, if not said. */
  readonly largest?: number;
};

const LARGEST = 256 * 1024;

/** One AWS service that speaks the Query protocol: POST with a form, or GET with the same pairs in the query. */
export function queryService(endpoint: QueryEndpoint): AwsService {
  const rounds = new SharedRound();
  return {
    service: endpoint.service,
    handle: async (request) => {
      const requestId = request.requestId.replace(/^req-/, '');
      const { status, body, warning } = await answer(endpoint, rounds, request, requestId).catch((error: unknown) => {
        endpoint.report(error, request);
        return refusal(endpoint, ownFailure(error, 'InternalFailure'), requestId);
      });
      const date = new Date(endpoint.verifying.now()).toUTCString();
      return {
        status,
        headers: { 'Content-Type': 'text/xml', 'x-amzn-RequestId': requestId, Date: date, ...warningHeader(warning) },
        body,
      };
    },
  };
}

type Answer = Pick<HttpResponse, 'status' | 'body'> & { readonly warning?: string | undefined };

/** As RFC 7234 writes a warning that stays true. */
export const warningHeader = (text: string | undefined): Readonly<Record<string, string>> =>
  text === undefined ? {} : { Warning: `299 - "${text.replace(/["\\]/g, '\\$&')}"` };

function refusal({ namespace, dialect = queryDialect }: QueryEndpoint, fault: AwsFault, requestId: string): Answer {
  const own = dialect.inOwnWords(fault);
  return { status: own.status, body: dialect.writeFault(namespace, own, requestId) };
}

/**
 * The same text. What is put together of tens of thousands of pieces stays in pieces until somebody looks into it; before that, each answer that
 * shares it would put them together for itself.
 */
function inOnePiece(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** Versions are dates, so they compare as texts. */
export const isServed = ({ version, since = version }: Pick<QueryEndpoint, 'version' | 'since'>, asked: string | undefined): boolean =>
  asked !== undefined && /^\d{4}-\d\d-\d\d$/.test(asked) && asked >= since && asked <= version;

async function answer(endpoint: QueryEndpoint, rounds: SharedRound, request: HttpRequest, requestId: string): Promise<Answer> {
  const refuse = (fault: AwsFault) => refusal(endpoint, fault, requestId);
  const { largest = LARGEST } = endpoint;
  if (request.body.length > largest) return refuse(awsFault('RequestEntityTooLarge', `The body has more than ${largest} bytes.`, 413));
  if (request.method !== 'POST' && request.method !== 'GET') return refuse(awsFault('InvalidAction', 'Requests are POST or GET.'));
  const verified = await verifySignature(endpoint.verifying, request, endpoint.service);
  if ('code' in verified) return refuse(verified);

  const pairs = [...pairsOf(request.query), ...(request.method === 'POST' ? pairsOf(request.body) : [])];
  const named = new Map(pairs);
  const action = named.get('Action');
  if (!action) return refuse(awsFault('MissingAction', 'The request is missing an Action or a required parameter.'));
  const operation = endpoint.model.get(action);
  const perform = Object.hasOwn(endpoint.operations, action) ? endpoint.operations[action] : undefined;
  if (!operation || !perform || !isServed(endpoint, named.get('Version')))
    return refuse(
      awsFault('InvalidAction', `Could not find operation ${action} for version ${named.get('Version') ?? 'NO_VERSION_SPECIFIED'}`),
    );

  const input = readInput(operation.input, pairs);
  if (isAwsFault(input)) return refuse(input);
  const { principal: caller, region, accessKeyId } = verified;
  const { writeResult, writeResponse } = endpoint.dialect ?? queryDialect;
  let warning: string | undefined;
  const warn = (text: string) => {
    warning = text;
  };
  const ask = async () => {
    const output = await perform({ caller, region, account: endpoint.account, accessKeyId, warn }, input);
    return isAwsFault(output) ? output : inOnePiece(writeResult(action, operation.output, output));
  };
  const result = await (endpoint.reads?.has(action) ? rounds.share(JSON.stringify([accessKeyId, region, action, input]), ask) : ask());
  if (typeof result !== 'string') return refuse(result);
  return { status: 200, body: writeResponse(endpoint.namespace, action, result, requestId), warning };
}
