import { listed } from '../cluster/joining.ts';
import type { Node } from '../cluster/node.ts';
import { type Fault, permanent } from '../kernel/fault.ts';
import type { Action } from './action.ts';

/** A list of node ids from an action's inputs, each once; empty when there is none. */
export function idsIn({ inputs }: Pick<Action, 'inputs'>, key: string): string[] {
  const value = inputs[key];
  return Array.isArray(value) ? [...new Set(value.filter((id): id is string => typeof id === 'string'))] : [];
}

/** What is wrong when not all of these nodes are there any more. */
export function missingFrom(nodes: readonly Node[], ids: readonly string[]): Fault | undefined {
  const missing = ids.filter((id) => !nodes.some((node) => node.id === id));
  return missing.length > 0 ? permanent('request.malformed', `Nodes not found: ${listed(missing)}.`) : undefined;
}
