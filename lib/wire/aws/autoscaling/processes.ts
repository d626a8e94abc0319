import { PROCESSES, type Process } from '../../../domain/cluster/suspension.ts';
import { validationError } from '../fault.ts';
import { name } from './constraints.ts';
import { changes, type Definition, nothing, realmOf, text, texts } from './operation.ts';

/** All of them, where none is named: named one by one, since changes by hand go on in AWS. */
const change = (verb: 'suspendCluster' | 'resumeCluster'): Definition =>
  changes({ AutoScalingGroupName: name }, async ({ groups, clustering }, call, input) => {
    const asked = texts(input.ScalingProcesses) ?? [];
    const strange = asked.find((one) => !PROCESSES.some((known) => known === one));
    if (strange !== undefined) return validationError(`${strange} is not a valid scaling process: ${[...PROCESSES].sort().join(', ')}`);
    const found = await groups.showGroup(realmOf(call), text(input.AutoScalingGroupName));
    if (found.kind === 'refused') return found;
    const processes = asked.length > 0 ? (asked as readonly Process[]) : PROCESSES;
    const done = await clustering[verb](call.caller, found.cluster.id, { processes });
    if (done.kind === 'refused' || verb === 'suspendCluster') return done.kind === 'refused' ? done : nothing;
    // Sizes that were asked for meanwhile. Asked again, this is done again.
    const grown = await groups.setDesiredCapacity(realmOf(call), text(input.AutoScalingGroupName), undefined);
    return grown.kind === 'refused' ? grown : nothing;
  });

export const suspendProcesses = change('suspendCluster');
export const resumeProcesses = change('resumeCluster');
