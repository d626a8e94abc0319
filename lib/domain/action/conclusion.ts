import type { Cluster } from '../cluster/cluster.ts';
import { evaluate } from '../cluster/evaluate.ts';
import type { Node } from '../cluster/node.ts';
import { foundToBe } from '../cluster/roll.ts';
import type { Fault } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import { marked } from '../policy/chain.ts';
import type { Action } from './action.ts';
import type { ClusterPlan } from './cluster-plan.ts';
import type { Progress } from './cluster-progress.ts';
import type { Change, Decision, Input } from './machine.ts';

/** Ends a cluster action: what its plan makes of it, and the cluster as its members are by then. */
export function conclude(
  plan: ClusterPlan,
  self: Action,
  cluster: Cluster,
  input: Input,
  memo: JsonObject,
  failure: Fault | undefined,
  change: Change,
): Decision<Progress> {
  const marks = change.cluster === 'removed' ? {} : { cluster: { ...change.cluster, ...marked(cluster, self.action, input.now) } };
  const closed = wrapUp(plan, self, cluster, input, memo, failure, { ...change, ...marks });
  if (closed.kind === 'look') return closed;
  const { fault, change: final } = closed;
  return { kind: 'done', change: final, ...(fault && { fault }) };
}

/** The same for one that may not have got that far. */
export function wrapUp(
  plan: ClusterPlan,
  self: Action,
  cluster: Cluster,
  { seen }: Input,
  memo: JsonObject,
  failure: Fault | undefined,
  change: Change,
) {
  if (plan.evaluates !== false && !seen.members) return { kind: 'look', sight: { members: true } } as const;
  const mine = membersOf(cluster, seen.members ?? []);
  const { cluster: patch = {}, fault = failure, outputs } = plan.conclude?.(self, cluster, mine, memo, failure) ?? {};
  const kept = { ...change, ...(outputs && { outputs: { ...change.outputs, ...outputs } }) };
  if (patch === 'removed') return { kind: 'close', fault, change: { ...kept, cluster: patch } } as const;
  const before = change.cluster === 'removed' ? {} : change.cluster;
  const verdict =
    plan.evaluates === false
      ? {}
      : {
          ...foundToBe(
            cluster,
            mine.map((node) => node.id),
          ),
          ...evaluate(operationOf(self), { ...cluster, ...patch }, mine),
        };
  return { kind: 'close', fault, change: { ...kept, cluster: { ...before, ...patch, ...verdict } } } as const;
}

/** Of those on the list, the ones that are members indeed, each once: nodes come and go while an action that was cancelled by force is undone. */
const membersOf = ({ id }: Cluster, listed: readonly Node[]): Node[] => [
  ...new Map(listed.filter((node) => node.clusterId === id).map((node) => [node.id, node])).values(),
];

const operationOf = (self: Action): string => (self.action === 'CLUSTER_OPERATION' ? String(self.inputs.operation) : self.action);
