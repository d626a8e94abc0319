import type { Action } from '../../domain/action/action.ts';
import type { Cluster } from '../../domain/cluster/cluster.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Ref, Write } from '../../domain/documents.ts';
import type { Profile } from '../../domain/profile/profile.ts';
import { becomesOf, type ListPast, paidFor, withDearer, withListPrice, withNodePrice } from '../../domain/quota/cost.ts';
import { isCountedItself } from '../../domain/quota/counts.ts';
import { placeOf, type Standing } from '../../domain/quota/effect.ts';
import { type PriceList, priceOf } from '../../domain/quota/price.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { readOneUsed } from '../uses/read-used.ts';
import type { Standings } from './standings.ts';

const MOST_REMEMBERED = 10_000;

/**
 * Puts prices on clusters, nodes and updates of nodes as they are written, so that nobody who writes has to think of them. A price is that of the moment: what is
 * written after the operator's list has changed has a new one.
 */
export class Pricing {
  /** Of profiles, whose specs never change. */
  private readonly rates = new Map<string, number>();

  constructor(
    private readonly store: Pick<DocumentStore, 'get' | 'getMany'>,
    private readonly standings: Pick<Standings, 'listOf'>,
    private readonly prices: PriceList,
  ) {}

  /** @param pasts of all that is written again or removed */
  async priced(writes: readonly Write[], pasts: ReadonlyMap<string, Standing>): Promise<readonly Write[]> {
    const clusters = new Map<string, Cluster>();
    const lists = await Promise.all(
      writes.map(async (write): Promise<Write> => {
        if (!('put' in write) || write.put !== 'cluster') return write;
        const doc = withListPrice(write.doc, pasts.get(placeOf(write))?.list, await this.rateOf(write.doc, write.doc.profileId, writes));
        clusters.set(doc.id, doc);
        return { put: 'cluster', doc };
      }),
    );
    return Promise.all(
      lists.map(async (write): Promise<Write> => {
        if (!('put' in write)) return write;
        if (write.put === 'node') return { put: 'node', doc: await this.node(write.doc, pasts.get(placeOf(write)), clusters, writes) };
        if (write.put === 'action' && becomesOf(write.doc) !== undefined)
          return { put: 'action', doc: await this.update(write.doc, pasts.get(placeOf(write)), writes) };
        return write;
      }),
    );
  }

  /** What a node of a profile costs, in millionths an hour. */
  async rateOf({ project }: Pick<Ref, 'project'>, profileId: string, beside: readonly Write[] = []): Promise<number> {
    const known = this.rates.get(profileId);
    if (known !== undefined) return known;
    const profile = await this.profile(project, profileId, beside);
    // What is gone is in use by nobody.
    if (!profile) return 0;
    const rate = priceOf(this.prices, profile);
    if (this.rates.size >= MOST_REMEMBERED) this.rates.clear();
    this.rates.set(profileId, rate);
    return rate;
  }

  /** It may come into being, or into use, in the very commit that uses it. */
  private async profile(project: string, id: string, beside: readonly Write[]): Promise<Profile | undefined> {
    for (const write of beside) {
      if (!('put' in write) || write.doc.id !== id) continue;
      if (write.put === 'profile') return write.doc;
      if (write.put === 'link') return this.store.get('profile', { project: write.doc.owner, id });
    }
    return readOneUsed(this.store, 'profile', { project, id });
  }

  private async node(
    node: Node,
    past: Standing | undefined,
    beside: ReadonlyMap<string, Cluster>,
    writes: readonly Write[],
  ): Promise<Node> {
    const listed = node.version > 0 ? (past?.price?.listed ?? 0) : await this.listed(node, beside);
    return withNodePrice(node, await this.rateOf(node, node.profileId, writes), listed);
  }

  /** What a list has counted for a node ahead of its making: the same in whatever version of the list it is on. */
  private async listed(node: Node, beside: ReadonlyMap<string, Cluster>): Promise<number> {
    if (isCountedItself(node)) return 0;
    const isOn = (list: ListPast | undefined) => list?.nodes.includes(node.id) === true;
    const ref = { project: node.project, id: node.clusterId };
    const seen = beside.get(node.clusterId) ?? this.standings.listOf(ref);
    const list = isOn(seen) ? seen : await this.store.get('cluster', ref);
    return isOn(list) ? paidFor(list?.price, node.id) : 0;
  }

  private async update(action: Action, past: Standing | undefined, writes: readonly Write[]): Promise<Action> {
    if (action.version > 0) return withDearer(action, past?.dearer ?? 0);
    const beside = writes.find((write) => 'put' in write && write.put === 'node' && write.doc.id === action.target);
    const node =
      beside && 'put' in beside && beside.put === 'node'
        ? beside.doc
        : await this.store.get('node', { project: action.project, id: action.target });
    const [from, to] = [node?.profileId, becomesOf(action)];
    if (from === undefined || to === undefined) return action;
    return withDearer(action, (await this.rateOf(action, to, writes)) - (await this.rateOf(action, from, writes)));
  }
}
