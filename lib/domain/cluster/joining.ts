import { type Fault, permanent } from '../kernel/fault.ts';
import type { Cluster } from './cluster.ts';
import type { Node } from './node.ts';

export const listed = (texts: readonly string[]): string => `[${texts.map((text) => `'${text}'`).join(', ')}]`;

/** Why these nodes cannot join a cluster, in Senlin's order of questions. @param verb how it is said of nodes that are to be added, and of those that replace others */
export function whyNotJoin({ profileType }: Pick<Cluster, 'profileType'>, nodes: readonly Node[], verb: 'does' | 'do'): Fault | undefined {
  const ids = (unfit: readonly Node[]) => listed(unfit.map(({ id }) => id));
  const wrong = (message: string) => permanent('request.malformed', message);
  const owned = nodes.filter(({ clusterId }) => clusterId !== '');
  if (owned.length > 0)
    return wrong(verb === 'do' ? `Nodes ${ids(owned)} already member of a cluster.` : `Nodes ${ids(owned)} already owned by some cluster.`);
  const strangers = nodes.filter((node) => node.profileType !== profileType);
  if (strangers.length > 0) return wrong(`Profile type of nodes ${ids(strangers)} ${verb} not match that of the cluster.`);
  const idle = nodes.filter(({ status }) => status !== 'ACTIVE');
  return idle.length > 0 ? wrong(`Nodes are not ACTIVE: ${ids(idle)}.`) : undefined;
}

/** Why a cluster cannot have so many members, not even while some make room for others. @param most the operator's limit on nodes per cluster */
export function whyTooMany(size: number, most: number): Fault | undefined {
  const message = `There would be ${size} members for a while, which is more than the maximum number of nodes allowed per cluster (${most}).`;
  return size > most ? permanent('request.malformed', message) : undefined;
}
