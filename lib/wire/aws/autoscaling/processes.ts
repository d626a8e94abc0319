import { PROCESSES, type Process } from '../../../domain/cluster/suspension.ts';
import { validationError } from '../fault.ts';
import { name } from './constraints.ts';
import { changes, type Definition, nothing, realmOf, text, texts } from './operation.ts';

/** All of them, where none is named: named one by one, since changes by hand go on in AWS. */
const change = (verb: 'suspendProcesses' | 'resumeProcesses'): Definition =>
  changes({ AutoScalingGroupName: name }, async ({ groups }, call, input) => {
    const asked = texts(input.ScalingProcesses) ?? [];
    const strange = asked.find((one) => !PROCESSES.some((known) => known === one));
    if (strange !== undefined) return validationError(`${strange} is not a valid scaling process: ${[...PROCESSES].sort().join(', ')}`);
    const processes = asked.length > 0 ? (asked as readonly Process[]) : PROCESSES;
    const done = await groups[verb](realmOf(call), text(input.AutoScalingGroupName), processes);
    return done.kind === 'refused' ? done : nothing;
  });

export const suspendProcesses = change('suspendProcesses');
export const resumeProcesses = change('resumeProcesses');
