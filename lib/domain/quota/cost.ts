import type { Action } from '../action/action.ts';
import { isOpen } from '../action/action.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Node } from '../cluster/node.ts';
import type { ListPrice } from './priced.ts';

const FREE: ListPrice = { each: 0 };

export const paidFor = ({ each, others }: ListPrice = FREE, id: string): number => others?.[id] ?? each;

export function costOfCluster({ nodes, guests = [], reserved = 0, price = FREE }: Cluster): number {
  const themselves = new Set(guests);
  const places = nodes.filter((id) => !themselves.has(id));
  return places.reduce((total, id) => total + paidFor(price, id), reserved * price.each);
}

/** Negative, where its place was dearer than what is in it. */
export const costOfNode = ({ price }: Node, countsItself: boolean): number => (price ? price.own - (countsItself ? 0 : price.listed) : 0);

/** What an update of a node is about to make it dearer by: counted ahead, from its filing to its end. */
export const costOfAction = (action: Action): number => (isOpen(action) ? (action.dearer ?? 0) : 0);

/** What is known of a list as it was before it is written again. */
export type ListPast = { readonly nodes: readonly string[]; readonly price?: ListPrice | undefined };

/** A cluster that is about to be written, with the prices of its places. @param rate what a node of its profile costs now */
export function withListPrice(cluster: Cluster, past: ListPast | undefined, rate: number): Cluster {
  const { price: _, ...bare } = cluster;
  const before = new Set(past?.nodes);
  const others = Object.fromEntries(
    cluster.nodes.flatMap((id) => {
      const paid = before.has(id) ? paidFor(past?.price, id) : rate;
      return paid === rate ? [] : [[id, paid]];
    }),
  );
  const differ = Object.keys(others).length > 0;
  return rate === 0 && !differ ? bare : { ...bare, price: { each: rate, ...(differ && { others }) } };
}

/** A node that is about to be written, with its price. @param rate what one of its profile costs now */
export function withNodePrice(node: Node, rate: number, listed: number): Node {
  const { price: _, ...bare } = node;
  return rate === 0 && listed === 0 ? bare : { ...bare, price: { own: rate, listed } };
}

export function withDearer(action: Action, dearer: number): Action {
  const { dearer: _, ...bare } = action;
  return dearer > 0 ? { ...bare, dearer } : bare;
}

/** The profile that an action is to give its node; undefined for any other action. */
export const becomesOf = ({ action, inputs }: Pick<Action, 'action' | 'inputs'>): string | undefined =>
  action === 'NODE_UPDATE' && typeof inputs.new_profile_id === 'string' ? inputs.new_profile_id : undefined;
