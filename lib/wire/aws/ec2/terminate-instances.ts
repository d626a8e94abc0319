import type { SeenMachine } from '../../../app/groups/seeing-machines.ts';
import { isInstanceId } from '../../../domain/group/instance-id.ts';
import { realmOf, texts } from '../autoscaling/operation.ts';
import { awsFault } from '../fault.ts';
import type { Structure } from '../query/shape.ts';
import { saidOf } from './attributes.ts';
import { CODES, whatIsNone } from './instances.ts';
import { changes, missingParameter } from './operation.ts';

/** Whoever's template says that it must not be terminated like this is not; its group may still do so. */
export const terminateInstances = changes(async (verbs, call, input) => {
  const { groups } = verbs;
  const ids = [...new Set(texts(input.InstanceIds) ?? [])];
  if (ids.length === 0) return missingParameter('InstanceId');
  const strange = ids.find((id) => !isInstanceId(id));
  if (strange !== undefined) return whatIsNone(strange);
  const listed = await groups.listMachines(realmOf(call), ids);
  if (listed.kind === 'refused') return listed;
  for (const one of listed.machines) {
    if ((await saidOf(verbs, call, one)).DisableApiTermination === true)
      return awsFault(
        'OperationNotPermitted',
        `The instance '${one.instanceId}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
      );
  }
  const ended = await groups.terminateMachines(realmOf(call), ids);
  return ended.kind === 'refused' ? ended : { TerminatingInstances: ended.machines.map(changeOf) };
});

const changeOf = ({ instanceId, state }: SeenMachine): Structure => {
  const now = state === 'terminated' ? state : 'shutting-down';
  return {
    InstanceId: instanceId,
    CurrentState: { Code: CODES[now], Name: now },
    PreviousState: { Code: CODES[state], Name: state },
  };
};
