/** Where a project's secrets are with AWS. What follows is the project's to choose and cannot lead out of it: these names have no `..`. */
export const placeOf = (prefix: string, project: string, id: string): string => `${prefix}/${project}/${id}`;

const MISSING = ['ResourceNotFoundException', 'ParameterNotFound', 'ParameterVersionNotFound'];
const REFUSED = [
  'AccessDeniedException',
  'DecryptionFailure',
  'InvalidKeyId',
  'InvalidRequestException',
  'InvalidParameterException',
  'ValidationException',
];

/** What of AWS's errors matters: is it not there, not ours to read, or out of reach for now. */
export function classOf(error: unknown): { readonly kind: 'missing' | 'refused' | 'away'; readonly name: string } {
  const name = error instanceof Error ? error.name : 'unknown';
  if (MISSING.includes(name)) return { kind: 'missing', name };
  return { kind: REFUSED.includes(name) ? 'refused' : 'away', name };
}
