import { type Action, isOpen } from '../action/action.ts';
import type { Node } from '../cluster/node.ts';
import { bornAt, isId } from '../kernel/ids.ts';
import { after, type Instant, type Seconds, seconds } from '../kernel/time.ts';
import type { Listed, OrphanReason } from './orphan.ts';

/** Younger resources may be of a step that is being taken right now. Far longer than any lease. */
const YOUNG: Seconds = seconds(600);

/** What the table knows of a resource, all of it read after the resource was listed. */
export type Knowledge = {
  /** The action its mark names. */
  readonly maker: Action | undefined;
  /** The node its mark names. */
  readonly node: Node | undefined;
  /** The node that adopted it, whatever its mark says. */
  readonly adopter: Node | undefined;
  /** The physical ids of all resources that are listed under its token. */
  readonly ofItsMaking: readonly string[];
  readonly now: Instant;
};

/**
 * Why nobody remembers a resource; undefined while somebody does, or may.
 *
 * A mark that is not signed proves neither that the resource is ours nor that it is not: it is listed, unless a node says that it has it.
 */
export function verdict(listed: Listed, knowledge: Knowledge): OrphanReason | undefined {
  const { token, physicalId, proof } = listed;
  const { maker, node, adopter, ofItsMaking, now } = knowledge;
  if ([node, adopter].some((one) => one?.physicalId === physicalId)) return undefined;
  if (proof === 'forged') return 'forged';
  if (!isId(token)) return 'unsigned';
  if (now < after(bornAt(token), YOUNG)) return undefined;
  // The maker first: once it has ended, the node knows for good what it has.
  if (maker && isOpen(maker)) return undefined;
  const holder = [node, adopter].find((one) => one?.token === token);
  // A resource may have another id by now, and its node not know it yet. Only where its own is there, too, this one is one too many.
  if (holder && !(holder.physicalId !== null && ofItsMaking.includes(holder.physicalId))) return undefined;
  if (proof === 'unsigned') return 'unsigned';
  if (holder) return 'duplicate';
  if (!maker) return 'forgotten';
  return node ? 'superseded' : 'node-gone';
}
