import { TableUnavailable } from '../../domain/kernel/table-unavailable.ts';

/** What AWS calls an error: clients choose their exception by the code. */
export type AwsFault = { readonly code: string; readonly status: number; readonly message: string };

export const awsFault = (code: string, message: string, status = 400): AwsFault => ({ code, message, status });

/** Bounds, enumerations, missing members, illegal states: AWS says it all with one code. */
export const validationError = (message: string): AwsFault => awsFault('ValidationError', message);

/** Nothing that an operation answers has a code and a status of its own. */
export const isAwsFault = (answered: object | undefined): answered is AwsFault =>
  answered !== undefined &&
  'code' in answered &&
  typeof answered.code === 'string' &&
  'status' in answered &&
  typeof answered.status === 'number';

/** What became of a request that nothing was wrong with. @param code what the service calls a failure of its own */
export const ownFailure = (error: unknown, code: string): AwsFault =>
  error instanceof TableUnavailable
    ? awsFault('ServiceUnavailable', 'The service cannot use its table just now. Try again later.', 503)
    : awsFault(code, 'The request failed for a reason that is not yours.', 500);
