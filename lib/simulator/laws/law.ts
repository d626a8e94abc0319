import type { Documents, Kind, Write } from '../../domain/documents.ts';
import type { Facts } from '../facts.ts';
import type { World } from '../world.ts';

/** Invariants by the numbers that the service's reliability is discussed with. */
export type LawId = `I${number}`;

/** Who broke a law, one line each. */
export type Offenders = readonly string[];

export type Written<K extends Kind> = { readonly doc: Documents[K]; readonly before: Documents[K] | undefined; readonly world: World };

/** What holds of every write that stores a document of a kind. */
export type CommitLaw<K extends Kind = Kind> = {
  readonly id: LawId;
  readonly says: string;
  readonly on: K;
  readonly holds: (written: Written<K>) => boolean;
};

/** What holds once nobody has anything left to do. */
export type RestLaw = {
  readonly id: LawId;
  readonly says: string;
  readonly offenders: (world: World) => Offenders;
  /** In which worlds it cannot be asked for, because the world itself breaks it. */
  readonly excused?: (facts: Facts) => boolean;
};

/** What somebody outside sees, at the moment in which it happens. */
export type SightLaw = { readonly id: LawId; readonly says: string; readonly seenBy: string };

export const commitLaw = <K extends Kind>(law: CommitLaw<K>): CommitLaw => law as unknown as CommitLaw;

export const written = (write: Exclude<Write, { check: Kind }>, before: Documents[Kind] | undefined, world: World) =>
  'put' in write ? { kind: write.put, doc: write.doc, before, world } : undefined;
