import type { Node } from '../../domain/cluster/node.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Orphan } from '../../domain/orphan/orphan.ts';
import type { Sweep } from '../../domain/orphan/sweep.ts';
import type { Call, ListRequest, On, See } from '../verb.ts';

export type AdoptOrphan = {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly overrides?: JsonObject | undefined;
};

/** An orphan, and whether it is gone by now. */
export type ShownOrphan = { readonly orphan: Orphan; readonly isRemoved?: boolean };

export interface OrphanVerbs {
  /** Its project's; an administrator also sees all others, and those whose mark proves nothing. */
  readonly listOrphans: Call<ListRequest, { readonly orphans: readonly Orphan[] }>;
  readonly showOrphan: See<ShownOrphan>;
  /** Makes a node of it, in the project whose it is; of one that is nobody's, in the caller's. */
  readonly adoptOrphan: On<AdoptOrphan, { readonly node: Node; readonly profileName: string }>;
  /** Removes it now, or begins to. */
  readonly removeOrphan: See<ShownOrphan>;
  /** Administrators only. */
  readonly listSweeps: Call<object, { readonly sweeps: readonly Sweep[] }>;
  /** Lets the next sweep of a profile type remove so many at once. Administrators only. */
  readonly proceedSweep: On<{ readonly atMost: number }, { readonly sweep: Sweep }>;
}
