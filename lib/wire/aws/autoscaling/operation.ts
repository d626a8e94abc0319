import type { Grouping, Realm } from '../../../app/groups/grouping.ts';
import type { Monitoring } from '../../../app/metrics/monitoring.ts';
import { userArn } from '../../../domain/group/arn.ts';
import type { Refusal } from '../../../domain/kernel/fault.ts';
import type { AwsFault } from '../fault.ts';
import type { AwsCall, AwsOperation } from '../query/endpoint.ts';
import type { Structure, Value } from '../query/shape.ts';
import { broken, type Constraints } from './constraints.ts';
import { autoScalingFault } from './faults.ts';

/** What operations are made of. */
export type Verbs = { readonly groups: Grouping; readonly monitoring: Monitoring };

type Perform = (verbs: Verbs, call: AwsCall, input: Structure) => Promise<Structure | Refusal | AwsFault>;

/** One operation of EC2 Auto Scaling: what its input must be, whether it changes anything, and what it does. */
export type Definition = { readonly changes: boolean; readonly constraints: Constraints; readonly perform: Perform };

export const reads = (constraints: Constraints, perform: Perform): Definition => ({ changes: false, constraints, perform });
export const changes = (constraints: Constraints, perform: Perform): Definition => ({ changes: true, constraints, perform });

/** @param name as AWS calls it: in the refusal of those who may only look */
export const operationOf =
  (verbs: Verbs, name: string, { changes: isChange, constraints, perform }: Definition): AwsOperation =>
  async (call, input) => {
    if (isChange && !call.caller.canWrite) {
      const who = userArn(call);
      return { code: 'AccessDenied', status: 403, message: `User: ${who} is not authorized to perform: autoscaling:${name}` };
    }
    const fault = broken(constraints, input);
    if (fault) return fault;
    const answered = await perform(verbs, call, input);
    return 'fault' in answered && answered.kind === 'refused' ? autoScalingFault((answered as Refusal).fault) : (answered as Structure);
  };

export const realmOf = ({ caller, region }: AwsCall): Realm => ({ caller, region });

/** Of what the model reads as text. */
export const text = (value: Value | undefined): string => (value === undefined ? '' : String(value));
export const texts = (value: Value | undefined): readonly string[] | undefined => (Array.isArray(value) ? value.map(String) : undefined);
export const structures = (value: Value | undefined): readonly Structure[] => (Array.isArray(value) ? (value as readonly Structure[]) : []);
export const number = (value: Value | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
export const nothing: Structure = {};
