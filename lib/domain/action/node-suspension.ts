import { type Node, settled } from '../cluster/node.ts';
import { restAfter } from '../cluster/rest.ts';
import type { Instant } from '../kernel/time.ts';
import { findProfileType } from '../profile/catalogue.ts';
import type { Action } from './action.ts';

/**
 * What an operation that went well makes of a node. One that suspends keeps what the node was, since its status stays what it was; one that
 * resumes goes back to it, also when it was asked for by its own name.
 */
export function afterOperation({ inputs }: Pick<Action, 'inputs'>, node: Node, now: Instant): Partial<Node> {
  const operation = String(inputs.operation);
  const was = node.was ?? { status: node.status, statusReason: node.statusReason };
  if (inputs.effect === 'suspend') return { ...settled(was.status, `Suspended by '${operation}'`, now), suspended: { since: now, was } };
  const resumes = operation === findProfileType(node.profileType)?.suspension?.resume;
  if (node.suspended && resumes) return { ...settled(node.suspended.was.status, node.suspended.was.statusReason, now), suspended: null };
  return { ...settled('ACTIVE', `Operation '${operation}' succeeded`, now), ...restAfter(operation, now) };
}
