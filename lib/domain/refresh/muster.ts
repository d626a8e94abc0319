import type { Node } from '../cluster/node.ts';
import { isAside } from '../cluster/standby.ts';
import { after, type Instant } from '../kernel/time.ts';
import type { Member } from './batch.ts';
import { type Course, courseOf, type Handling, type Make, type Preferences, type Refresh } from './refresh.ts';

/** The members as a refresh sees them, the first to go first; who is left to replace; and for whom it waits. */
export type Muster = {
  readonly members: readonly Member[];
  readonly left: readonly string[];
  readonly waitedFor: readonly string[];
  /** When the next of those that are new will be warm. Undefined: all of them are. */
  readonly warmAt: Instant | undefined;
};

/** @param nodes the cluster's members */
export function muster(refresh: Refresh, nodes: readonly Node[], now: Instant): Muster {
  const { preferences } = refresh;
  const wanted = new Set(courseOf(refresh).left);
  const left = nodes.filter((node) => wanted.has(node.id) && handling(preferences, node) !== 'ignore');
  const waitedFor = left.filter((node) => handling(preferences, node) === 'wait').map(({ id }) => id);
  const members = inOrder(nodes).map((node) => ({
    id: node.id,
    counted: !isAside(node),
    fit: isFit(preferences, node, wanted.has(node.id), now),
    old: left.includes(node) && !waitedFor.includes(node.id),
  }));
  const warm = nodes.filter(({ id }) => !wanted.has(id)).map((node) => warmAtOf(preferences, node));
  const next = warm.filter((at) => at > now).toSorted((a, b) => a - b)[0];
  return { members, left: left.map(({ id }) => id), waitedFor, warmAt: next };
}

/** Who is warm was put aside by nobody: another one takes its place in the pool. */
function handling({ standby, guarded }: Preferences, node: Node): Handling {
  if (node.standby?.warm) return 'replace';
  return node.standby ? standby : node.protected ? guarded : 'replace';
}

/** The oldest go first. */
const inOrder = (nodes: readonly Node[]): readonly Node[] => nodes.toSorted((a, b) => a.initAt - b.initAt || a.index - b.index);

/** What is new is not counted on before its warm-up is over. */
function isFit(preferences: Preferences, node: Node, old: boolean, now: Instant): boolean {
  const { status, standby, suspended } = node;
  return status === 'ACTIVE' && !standby && !suspended && (old || now >= warmAtOf(preferences, node));
}

const warmAtOf = ({ warmup }: Preferences, { initAt, createdAt }: Node): Instant => after(createdAt ?? initAt, warmup);

/** Everybody who is there and not to be left alone, but for those who are of the right make already where these are passed over. */
export function setOff(nodes: readonly Node[], make: Make, preferences: Preferences, since: Instant): Course {
  const left = nodes
    .filter((node) => handling(preferences, node) !== 'ignore' && !(preferences.skipMatching && node.profileId === make.profileId))
    .map(({ id }) => id);
  return { since, total: left.length, left };
}
