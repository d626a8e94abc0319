import type { Grouping } from '../../../app/groups/grouping.ts';
import type { MachineCatalogue } from '../../../domain/group/machine-catalogue.ts';
import type { Refusal } from '../../../domain/kernel/fault.ts';
import { type AwsFault, awsFault } from '../fault.ts';
import type { AwsCall, AwsOperation } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { ec2Fault } from './faults.ts';

/** What operations are made of. */
export type Verbs = { readonly groups: Grouping; readonly machines: MachineCatalogue };

type Perform = (verbs: Verbs, call: AwsCall, input: Structure) => Promise<Structure | Refusal | AwsFault>;

/** One operation of EC2: whether it changes anything, and what it does. */
export type Definition = { readonly changes: boolean; readonly perform: Perform };

export const reads = (perform: Perform): Definition => ({ changes: false, perform });
export const changes = (perform: Perform): Definition => ({ changes: true, perform });

/** Whoever only asks whether they may is told, and nothing is done. */
export const operationOf =
  (verbs: Verbs, { changes: isChange, perform }: Definition): AwsOperation =>
  async (call, input) => {
    if (isChange && !call.caller.canWrite) return unauthorized;
    if (input.DryRun === true) return awsFault('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    const answered = await perform(verbs, call, input);
    return 'fault' in answered && answered.kind === 'refused' ? ec2Fault((answered as Refusal).fault) : (answered as Structure);
  };

const unauthorized = awsFault('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);

export const invalidValue = (value: string, parameter: string, why: string): AwsFault =>
  awsFault('InvalidParameterValue', `Value (${value}) for parameter ${parameter} is invalid. ${why}`);

export const missingParameter = (name: string): AwsFault => awsFault('MissingParameter', `The request must contain the parameter ${name}`);
