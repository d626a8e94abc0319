import type { Action } from '../../domain/action/action.ts';
import type { Node } from '../../domain/cluster/node.ts';
import type { Documents } from '../../domain/documents.ts';
import { isId } from '../../domain/kernel/ids.ts';
import { type Listed, type Orphan, type OrphanReason, orphanId } from '../../domain/orphan/orphan.ts';
import { verdict } from '../../domain/orphan/verdict.ts';
import type { Engine } from './engine.ts';

/** A resource, and why nobody remembers it; undefined while somebody does, or may. */
export type Judged = {
  readonly listed: Listed;
  readonly reason: OrphanReason | undefined;
  readonly maker: Action | undefined;
  /** The node its mark names. */
  readonly node?: Node | undefined;
};

/** How many resources are looked up at a time. */
const SLICE = 100;

/** Asks the table about resources that were listed before. @param known the list of orphans as it stands, by id: says who adopted one */
export async function judge(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  listed: readonly Listed[],
  known: ReadonlyMap<string, Orphan>,
): Promise<readonly Judged[]> {
  const byToken = new Map<string, string[]>();
  for (const { token, physicalId } of listed) byToken.set(token, [...(byToken.get(token) ?? []), physicalId]);

  async function read<K extends 'action' | 'node'>(kind: K, refs: readonly { readonly project: string; readonly id: string }[]) {
    const sound = refs.filter(({ project, id }) => project !== '' && isId(id));
    return new Map((await store.getMany(kind, sound)).map((doc): [string, Documents[K]] => [`${doc.project} ${doc.id}`, doc]));
  }

  const judged: Judged[] = [];
  for (let from = 0; from < listed.length; from += SLICE) {
    const slice = listed.slice(from, from + SLICE).map((one) => ({ one, orphan: known.get(orphanId(one)) }));
    // The makers first: once one has ended, the node knows for good what it has.
    const makers = await read(
      'action',
      slice.map(({ one }) => ({ project: one.project, id: one.token })),
    );
    const nodes = await read(
      'node',
      slice.flatMap(({ one, orphan }) => [
        { project: one.project, id: one.nodeId },
        ...(orphan?.adoptedBy ? [{ project: orphan.adoptedIn ?? orphan.project, id: orphan.adoptedBy }] : []),
      ]),
    );
    for (const { one, orphan } of slice) {
      const maker = makers.get(`${one.project} ${one.token}`);
      const node: Node | undefined = nodes.get(`${one.project} ${one.nodeId}`);
      const adopter = orphan?.adoptedBy ? nodes.get(`${orphan.adoptedIn ?? orphan.project} ${orphan.adoptedBy}`) : undefined;
      const ofItsMaking = byToken.get(one.token) ?? [];
      judged.push({ listed: one, maker, node, reason: verdict(one, { maker, node, adopter, ofItsMaking, now: clock.now() }) });
    }
  }
  return judged;
}
