import type { Group } from '../../domain/group/group.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';

/** Why a group that cools down is not scaled by whoever minds. */
export const whyCooling = ({ name, coolsUntil }: Group, now: number): Refusal | undefined =>
  coolsUntil !== undefined && now < coolsUntil
    ? refused(
        'group.cooldown',
        `Scaling activity is blocked by the cooldown of the group ${name}, which lasts until ${new Date(coolsUntil).toISOString()}.`,
      )
    : undefined;
