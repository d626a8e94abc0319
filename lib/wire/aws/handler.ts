import type { HttpHandler, HttpRequest, HttpResponse } from '../http.ts';
import { type AwsFault, awsFault, isAwsFault } from './fault.ts';
import { writeFault } from './query/write-output.ts';
import { presentedBy } from './signature/presented.ts';

/** One AWS service that is spoken here. */
export type AwsService = {
  /** What a client's signature names: `autoscaling`. */
  readonly service: string;
  readonly handle: HttpHandler;
};

/**
 * Every AWS service that is spoken here, each below a path of its own: `/aws/sts`. At `/aws` itself all of them are, told apart by what a request
 * is signed for: so a client that takes one endpoint for everything can be given that. The path is part of what a client signs.
 */
export function awsHandler(services: Readonly<Record<string, AwsService>>): HttpHandler {
  const meant = (request: HttpRequest): AwsService | AwsFault => {
    if (!isForAll(request.path)) return services[request.path.split('/').slice(0, 3).join('/')] ?? unknown;
    const presented = presentedBy(request);
    if (isAwsFault(presented)) return presented;
    return Object.values(services).find(({ service }) => service === presented.scope.service) ?? unknown;
  };
  const unknown = awsFault('UnknownOperationException', `Nothing is served here. What is: ${Object.keys(services).join(', ')}`, 404);
  return async (request) => {
    const service = meant(request);
    return isAwsFault(service) ? refusal(service, request) : service.handle(request);
  };
}

/** The protocols that have paths of their own begin them with `/service/`. */
const isForAll = (path: string): boolean => path === '/aws' || path === '/aws/' || path.startsWith('/aws/service/');

const refusal = (fault: AwsFault, { requestId }: HttpRequest): HttpResponse => ({
  status: fault.status,
  headers: { 'Content-Type': 'text/xml' },
  body: writeFault('', fault, requestId.replace(/^req-/, '')),
});
