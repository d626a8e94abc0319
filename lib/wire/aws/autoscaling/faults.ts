import type { Fault } from '../../../domain/kernel/fault.ts';
import { type AwsFault, awsFault, validationError } from '../fault.ts';

/** Our codes as AWS's, where that is not ValidationError. Clients try 5xx again, and Throttling after a while. */
const CODES: Readonly<Record<string, { readonly code: string; readonly status?: number }>> = {
  'group.exists': { code: 'AlreadyExists' },
  'launch-configuration.exists': { code: 'AlreadyExists' },
  'launch-configuration.in-use': { code: 'ResourceInUse' },
  'group.in-use': { code: 'ResourceInUse' },
  'group.busy': { code: 'ScalingActivityInProgress' },
  'group.cooldown': { code: 'ScalingActivityInProgress' },
  'quota.exceeded': { code: 'LimitExceeded' },
  'group.tags': { code: 'LimitExceeded' },
  'launch.mismatch': { code: 'IdempotentParameterMismatch' },
  'refresh.in-progress': { code: 'InstanceRefreshInProgress' },
  'refresh.not-active': { code: 'ActiveInstanceRefreshNotFound' },
  'refresh.irreversible': { code: 'IrreversibleInstanceRefresh' },
  'resource.locked': { code: 'ResourceContention', status: 500 },
  'resource.in-use': { code: 'ResourceInUse' },
  forbidden: { code: 'AccessDenied', status: 403 },
};

/** Where our words would name what AWS's clients do not know. */
const WORDS: Readonly<Record<string, string>> = {
  'resource.locked':
    'You already have a pending update to an Amazon EC2 Auto Scaling resource (for example, an Auto Scaling group or instance).',
  'cluster.suspended':
    'A scaling process that this takes (Launch, Terminate or another one) is suspended for the Auto Scaling group: resume it first.',
};

export function autoScalingFault(fault: Fault): AwsFault {
  if (fault.kind === 'transient') return awsFault('ServiceUnavailable', fault.message, 503);
  const known = CODES[fault.code];
  const message = WORDS[fault.code] ?? fault.message;
  return known ? awsFault(known.code, message, known.status) : validationError(message);
}
