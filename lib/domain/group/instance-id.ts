import type { Node } from '../cluster/node.ts';

/**
 * What AWS's clients call what is behind a node: `i-` and 17 hexadecimal digits.
 *
 * Eight are the node's short id, by which it is found again. The rest are of whoever made the resource: a node that is made anew keeps its id, and is
 * another instance. Until it has a resource it goes by the action that is about to make one.
 */
export const instanceIdOf = ({ id, token, lock }: Pick<Node, 'id' | 'token' | 'lock'>): string => {
  const maker = token ?? lock.holders[0] ?? id;
  return `i-${id.slice(0, SHORT)}${maker.slice(0, 4)}${maker.slice(-5)}`;
};

const SHORT = 8;

export const isInstanceId = (text: string): boolean => /^i-[0-9a-f]{17}$/.test(text);

/** What the id of the node behind an instance begins with. Siblings never share it, and others hardly ever: whoever finds a node compares the whole. */
export const shortIdOf = (instanceId: string): string => instanceId.slice(2, 2 + SHORT);
