import { isInstanceId } from '../../../domain/group/instance-id.ts';
import type { Refusal } from '../../../domain/kernel/fault.ts';
import type { JsonObject } from '../../../domain/kernel/json.ts';
import { type AwsFault, validationError } from '../fault.ts';
import type { AwsCall } from '../query/endpoint.ts';
import type { Structure } from '../query/shape.ts';
import { realmOf, text, type Verbs } from './operation.ts';

type Made = { readonly ImageId: string; readonly InstanceType: string };

/** What an instance was made from, by AWS's names, as far as a launch configuration says it; a fault for one that is none, or was not made from any. */
export async function madeFrom({ groups }: Pick<Verbs, 'groups'>, call: AwsCall, instanceId: string): Promise<Made | AwsFault | Refusal> {
  const invalid = validationError(`Instance [${instanceId}] is invalid.`);
  if (!isInstanceId(instanceId)) return invalid;
  const listed = await groups.listMachines(realmOf(call), [instanceId]);
  if (listed.kind === 'refused') return listed;
  const machine = listed.machines[0]?.machine;
  return machine ? { ImageId: machine.imageId, InstanceType: machine.instanceType } : invalid;
}

/** The configuration of a group that is launched like an instance: AWS makes one of the group's name. */
export async function configureLike(
  { groups }: Pick<Verbs, 'groups'>,
  call: AwsCall,
  input: Structure,
): Promise<AwsFault | Refusal | undefined> {
  const made = await madeFrom({ groups }, call, text(input.InstanceId));
  if (!('ImageId' in made)) return made;
  const created = await groups.createLaunchConfiguration(realmOf(call), {
    name: text(input.AutoScalingGroupName),
    imageId: made.ImageId,
    instanceType: made.InstanceType,
    input: made satisfies JsonObject,
  });
  return created.kind === 'refused' ? created : undefined;
}
