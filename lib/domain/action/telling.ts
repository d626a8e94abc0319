import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Action, NodeActionName } from './action.ts';

/** What is told of an action is told of what somebody asked for. A cluster whose `config` has this tells of what becomes of each of its members, too. */
export const TELLS = 'cluster.tell_of_members';

const CONCERNED: ReadonlySet<string> = new Set<NodeActionName>(['NODE_CREATE', 'NODE_DELETE', 'NODE_RECOVER', 'NODE_JOIN', 'NODE_LEAVE']);

/** Those that only move between service and the pool come and go, too. */
const concerns = (child: string, inputs: JsonObject): boolean =>
  CONCERNED.has(child) || (child === 'NODE_OPERATION' && inputs.warm !== undefined);

const tells = (cluster: Pick<Cluster, 'config'> | undefined): boolean => cluster?.config[TELLS] === true;

/** The inputs of the children of a round, with whether their ends are told: a child does not see its cluster. */
export const withTelling = (inputs: JsonObject, cluster: Cluster, child: NodeActionName): JsonObject =>
  tells(cluster) && concerns(child, inputs) ? { ...inputs, [TOLD]: true } : inputs;

const TOLD = 'told';

/** Whether an action's end is told at all. */
export const isTold = ({ parentId, inputs }: Pick<Action, 'parentId' | 'inputs'>): boolean => parentId === null || inputs[TOLD] === true;

/** What is told beside: which resource of the node it was about, by who made that. Undefined where nobody asked to be told of members. */
export function aboutMember(action: Action, cluster: Cluster | undefined, node: Node | undefined): JsonObject | undefined {
  const asked = action.parentId === null ? tells(cluster) : action.inputs[TOLD] === true;
  return node && asked && concerns(action.action, action.inputs) ? { made_by: node.token, index: node.index } : undefined;
}
