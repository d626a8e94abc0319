import type { Fault } from '../../../domain/kernel/fault.ts';
import { type AwsFault, awsFault } from '../fault.ts';

/** Our codes as EC2's. Clients try 5xx again. */
const CODES: Readonly<Record<string, { readonly code: string; readonly status?: number }>> = {
  'launch-template.exists': { code: 'InvalidLaunchTemplateName.AlreadyExistsException' },
  'launch-template.not-found': { code: 'InvalidLaunchTemplateId.NotFound' },
  'launch-template-name.not-found': { code: 'InvalidLaunchTemplateName.NotFoundException' },
  'launch-template-version.not-found': { code: 'InvalidLaunchTemplateId.VersionNotFound' },
  'launch-template.token': { code: 'IdempotentParameterMismatch' },
  'launch-template.limit': { code: 'ResourceLimitExceeded' },
  'launch-template.tags': { code: 'TagLimitExceeded' },
  'image.not-found': { code: 'InvalidAMIID.NotFound' },
  'idempotency.in-progress': { code: 'Unavailable', status: 503 },
  'machine.tags': { code: 'TagLimitExceeded' },
  'machine.token': { code: 'IdempotentParameterMismatch' },
  'quota.exceeded': { code: 'InstanceLimitExceeded' },
  'machine.not-found': { code: 'InvalidInstanceID.NotFound' },
  'network.not-found': { code: 'InvalidVpcID.NotFound' },
  'network.range': { code: 'InvalidVpc.Range' },
  'network.limit': { code: 'VpcLimitExceeded' },
  'network.in-use': { code: 'DependencyViolation' },
  'network.tags': { code: 'TagLimitExceeded' },
  'subnet.not-found': { code: 'InvalidSubnetID.NotFound' },
  'subnet.range': { code: 'InvalidSubnet.Range' },
  'subnet.conflict': { code: 'InvalidSubnet.Conflict' },
  'subnet.limit': { code: 'SubnetLimitExceeded' },
  'subnet.in-use': { code: 'DependencyViolation' },
  forbidden: { code: 'UnauthorizedOperation', status: 403 },
};

export function ec2Fault(fault: Fault): AwsFault {
  if (fault.kind === 'transient') return awsFault('Unavailable', fault.message, 503);
  const known = CODES[fault.code];
  return awsFault(known?.code ?? 'InvalidParameterValue', fault.message, known?.status);
}
