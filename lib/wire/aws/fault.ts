/** What AWS calls an error: clients choose their exception by the code. */
export type AwsFault = { readonly code: string; readonly status: number; readonly message: string };

export const awsFault = (code: string, message: string, status = 400): AwsFault => ({ code, message, status });

/** Bounds, enumerations, missing members, illegal states: AWS says it all with one code. */
export const validationError = (message: string): AwsFault => awsFault('ValidationError', message);
