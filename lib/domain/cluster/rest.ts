import type { Json } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Node } from './node.ts';

/** Operations after which a node does no work, as whoever asks for them wants it: its cloud calls it anything but well then. */
const RESTING: readonly (Json | undefined)[] = ['stop', 'pause', 'suspend', 'rescue'];

export const isOrderedRest = (operation: Json | undefined): boolean => RESTING.includes(operation);

/** What a node remembers of the operation that was done to it. */
export const restAfter = (operation: string, now: Instant): Pick<Node, 'restedAt'> => (isOrderedRest(operation) ? { restedAt: now } : {});

/** Whether it was put to rest, and nothing was done to it since. */
export const isAtRest = ({ restedAt, updatedAt }: Pick<Node, 'restedAt' | 'updatedAt'>): boolean =>
  restedAt !== undefined && restedAt === updatedAt;
