import type { Node } from '../cluster/node.ts';
import type { Profile } from './profile.ts';

type Tagged = Pick<Node, 'metadata'>;
type Made = Pick<Profile, 'machine'> | undefined;

const tagsOf = (profile: Made): Readonly<Record<string, string>> => profile?.machine?.tags ?? {};

/** A node's metadata once it is made of a profile: with the tags of the template behind it, where the node has no word of its own. */
export const taggedBy = (profile: Made, { metadata }: Tagged): Node['metadata'] => ({ ...tagsOf(profile), ...metadata });

/** The same when it is made anew of another: what it had of the one before goes. */
export function retagged(before: Made, profile: Made, { metadata }: Tagged): Node['metadata'] {
  const old = tagsOf(before);
  return taggedBy(profile, { metadata: Object.fromEntries(Object.entries(metadata).filter(([key, value]) => old[key] !== value)) });
}
