import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { Write } from '../documents.ts';
import { tell } from '../event/news.ts';
import type { Instant } from '../kernel/time.ts';
import type { Breaker, Watch } from './watch.ts';

/** What is told of health is told under these names, where events of an action have its name. */
export const CLUSTER_HEALTH = 'CLUSTER_HEALTH';
export const NODE_HEALTH = 'NODE_HEALTH';

/** The cluster with the news in its history, and the event: of the breaker's opening or closing, if it did either. */
export function tellTurn(
  cluster: Cluster,
  before: Breaker,
  { breaker }: Watch,
  now: Instant,
): { readonly cluster: Cluster; readonly writes: readonly Write[] } {
  const opens = before.state === 'closed' && breaker.state !== 'closed';
  const closes = before.state !== 'closed' && breaker.state === 'closed';
  if (!opens && !closes) return { cluster, writes: [] };
  const news = opens
    ? ({ type: 'breaker-opened', level: 'ERROR', status: 'error', reason: stopped({ breaker }) } as const)
    : ({ type: 'breaker-closed', level: 'INFO', status: 'end', reason: 'Recoveries go on.' } as const);
  const { history, write } = tell(cluster, { ...news, action: CLUSTER_HEALTH }, now);
  return { cluster: { ...cluster, history }, writes: [write] };
}

/** The node, found to be ill and marked, with the news in its history, and the event. */
export function tellIll(node: Node, now: Instant): { readonly node: Node; readonly write: Write } {
  const news = { type: 'node-error', level: 'ERROR', status: 'error', reason: node.statusReason, action: NODE_HEALTH } as const;
  const { history, write } = tell(node, news, now);
  return { node: { ...node, history }, write };
}

/** What an open breaker says wherever it shows. */
export const stopped = ({ breaker }: { readonly breaker: Breaker }): string => `Recoveries are stopped: ${breaker.reason}.`;
