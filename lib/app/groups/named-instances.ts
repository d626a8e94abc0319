import type { Sizes } from '../../domain/group/pending-sizes.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';
import type { MemberInstance, SeenGroup, SeenInstance } from './grouping.ts';

export type Named = { readonly kind: 'ok'; readonly instances: readonly (SeenInstance & Pick<MemberInstance, 'groupName'>)[] };

/** The members of a group that are meant by their ids, each once; refused where one is none. */
export function namedIn({ group, instances }: SeenGroup, ids: readonly string[]): Named | Refusal {
  const members = new Map(instances.map((instance) => [instance.instanceId, instance]));
  const stranger = ids.find((id) => !members.has(id));
  if (stranger !== undefined)
    return refused('instance.not-member', `The instance ${stranger} is not part of Auto Scaling group ${group.name}.`);
  const meant = [...new Set(ids)].flatMap((id) => members.get(id) ?? []);
  return { kind: 'ok', instances: meant.map((instance) => ({ ...instance, groupName: group.name })) };
}

/** A size that would not fit, in AWS's words. @param doing `place into standby 2 instances` */
export const wrongSize = (name: string, { minSize, maxSize, desiredCapacity }: Sizes, doing: string): Refusal =>
  refused(
    'group.size',
    `AutoScalingGroup ${name} has min-size=${minSize}, max-size=${maxSize}, and desired-size=${desiredCapacity}. To ${doing}, please update the AutoScalingGroup sizes appropriately.`,
  );

/** `1 instance`, `2 instances`. */
export const counted = (count: number, more = ''): string => `${count} ${more}instance${count === 1 ? '' : 's'}`;
