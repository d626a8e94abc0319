import type { Fault } from '../../domain/kernel/fault.ts';
import type { Microversion } from '../../domain/spec/schema.ts';
import { isAtLeast } from '../../domain/spec/shown-schema.ts';
import type { HttpResponse } from '../http.ts';
import { v1 } from './microversion.ts';
import { STATUSES, type Status } from './webob.ts';

/** A class of error as clients know it. */
type ErrorClass = { readonly status: Status; readonly type: string };

const badRequest: ErrorClass = { status: 400, type: 'BadRequest' };

/** What becomes of a fault that can be helped by changing the request. Whatever is not here is a plain bad request. */
const CLASSES: Readonly<Record<string, ErrorClass>> = {
  forbidden: { status: 403, type: 'Forbidden' },
  'signature.invalid': { status: 401, type: 'Unauthorized' },
  'receiver.too-many-calls': { status: 429, type: 'TooManyRequests' },
  'stream.too-many': { status: 429, type: 'TooManyRequests' },
  'quota.exceeded': { status: 403, type: 'OverQuota' },
  'quota.too-many-requests': { status: 429, type: 'TooManyRequests' },
  'quota.busy': { status: 503, type: 'ServiceUnavailable' },
  'quota.not-found': { status: 404, type: 'ResourceNotFound' },
  'retention.not-found': { status: 404, type: 'ResourceNotFound' },
  'reference.not-found': badRequest,
  'source.not-found': { status: 404, type: 'ResourceNotFound' },
  'notifications.unsigned': { status: 409, type: 'FeatureNotSupported' },
  'orphan.forged': { status: 409, type: 'ResourceInUse' },
  'orphan.member': { status: 409, type: 'FeatureNotSupported' },
  'orphan.adopted': { status: 409, type: 'ResourceInUse' },
  'orphan.removing': { status: 409, type: 'ResourceInUse' },
  'sweep.not-halted': { status: 409, type: 'ActionConflict' },
  'watch.not-found': { status: 404, type: 'ResourceNotFound' },
  'task-token.not-found': { status: 404, type: 'ResourceNotFound' },
  'binding.not-found': { status: 404, type: 'PolicyBindingNotFound' },
  'resource.in-use': { status: 409, type: 'ResourceInUse' },
  'resource.locked': { status: 409, type: 'ResourceIsLocked' },
  'action.in-progress': { status: 409, type: 'ActionInProgress' },
  'action.conflict': { status: 409, type: 'ActionConflict' },
  'action.cooldown': { status: 409, type: 'ActionCooldown' },
  'cluster.suspended': { status: 409, type: 'ActionConflict' },
  'node.suspended': { status: 409, type: 'ActionConflict' },
  'policy.outside-window': { status: 409, type: 'ActionConflict' },
  'suspension.unsupported': { status: 422, type: 'FeatureNotSupported' },
  'hook.over': { status: 410, type: 'LifecycleHookOver' },
  'action.immutable': { status: 409, type: 'ActionImmutable' },
  'feature.unsupported': { status: 409, type: 'FeatureNotSupported' },
  'profile.spec.invalid': { status: 400, type: 'InvalidSpec' },
  'policy.spec.invalid': { status: 400, type: 'InvalidSpec' },
  // Senlin's clients test for it: a policy that does not fit its schema is an error of the server. Ours are told the truth, below.
  'policy.spec.malformed': { status: 500, type: 'ESchema' },
  'standing.lost': { status: 403, type: 'Forbidden' },
  'grant.exists': { status: 409, type: 'Conflict' },
  'grant.too-many': { status: 403, type: 'OverQuota' },
  'idempotency.key': { status: 400, type: 'HTTPBadRequest' },
  'idempotency.mismatch': { status: 422, type: 'IdempotentParameterMismatch' },
  'idempotency.in-progress': { status: 409, type: 'RequestInProgress' },
  'secret.exists': { status: 409, type: 'ResourceInUse' },
  'precondition.malformed': { status: 400, type: 'HTTPBadRequest' },
  'precondition.failed': { status: 412, type: 'PreconditionFailed' },
  'request.too-large': { status: 400, type: 'RequestLimitExceeded' },
  'sealing.none': { status: 500, type: 'InternalError' },
  'sealing.refused': { status: 500, type: 'InternalError' },
  'sealing.unreadable': { status: 500, type: 'InternalError' },
};

/** Looking for one of our own things by name or id; what a cloud cannot find is another matter. */
const LOOKUP =
  /^(?:cluster|node|workflow|execution|profile|policy|action|event|receiver|schedule|subscription|letter|secret|orphan|sweep|grant|profile-type|policy-type)\.(not-found|ambiguous)$/;

/** What is answered otherwise to clients that know of more than Senlin. */
const OURS: Readonly<Record<string, ErrorClass>> = {
  'policy.spec.malformed': { status: 400, type: 'InvalidSpec' },
  'request.too-large': { status: 413, type: 'RequestLimitExceeded' },
};

function classOf(fault: Fault, version?: Microversion): ErrorClass {
  const named = (version && isAtLeast(version, v1(15)) && OURS[fault.code]) || CLASSES[fault.code];
  if (named) return named;
  if (fault.kind === 'transient') return { status: 503, type: 'ServiceUnavailable' };
  const [, mistake] = LOOKUP.exec(fault.code) ?? [];
  if (mistake === undefined) return badRequest;
  return mistake === 'not-found' ? { status: 404, type: 'ResourceNotFound' } : { status: 400, type: 'MultipleChoices' };
}

/** The answer to a request that was understood and refused. @param version what the client speaks; as Senlin answers, where nobody knows */
export function faultResponse(fault: Fault, version?: Microversion): HttpResponse {
  const { status, type } = classOf(fault, version);
  const place = fault.kind === 'permanent' && fault.at && version && isAtLeast(version, v1(15)) ? `${fault.at}: ` : '';
  const message = `${place}${fault.message}`;
  const response = errorResponse(status, type, type === 'BadRequest' ? sentence(message) : message);
  if (fault.kind !== 'transient' || fault.retryAfter === undefined) return response;
  return { ...response, headers: { ...response.headers, 'Retry-After': String(fault.retryAfter) } };
}

export const errorResponse = (status: Status, type: string, message: string): HttpResponse => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    code: status,
    error: { code: status, message, type },
    explanation: STATUSES[status].explanation,
    title: STATUSES[status].title,
  }),
});

/** Senlin ends these with exactly one full stop, and its clients compare them to the letter. */
const sentence = (message: string): string => `${message.replace(/\.+$/, '')}.`;

/** Without a token, or with one that means nothing (any more). The client authenticates at `identityUri` and comes back. */
export const unauthorized = (identityUri: string): HttpResponse => ({
  status: 401,
  headers: { 'Content-Type': 'application/json', 'WWW-Authenticate': `Keystone uri="${identityUri}"` },
  body: JSON.stringify({ error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' } }),
});
