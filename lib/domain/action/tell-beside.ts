import type { Node } from '../cluster/node.ts';
import { type News, tell } from '../event/news.ts';
import type { Instant } from '../kernel/time.ts';
import type { Decision } from './machine.ts';

/** The same decision, with something told of the node in its commit. Where nothing is to be committed, nothing is told. */
export function tellBeside<S>(decision: Decision<S>, node: Node, news: News, now: Instant): Decision<S> {
  if (decision.kind !== 'call' && decision.kind !== 'wait' && decision.kind !== 'done') return decision;
  const { change = {} } = decision;
  if (change.node === 'removed') return decision;
  const { history, write } = tell({ ...node, ...change.node }, news, now);
  return { ...decision, change: { ...change, node: { ...change.node, history }, writes: [...(change.writes ?? []), write] } };
}
