import type { Write } from '../../domain/documents.ts';
import type { LaunchSource } from '../../domain/group/group.ts';
import type { Profile } from '../../domain/profile/profile.ts';

/** What a group launches by, found. */
export type Launch = {
  readonly kind: 'ok';
  readonly profile: Profile;
  /** As it is to be kept: with both names of a template. */
  readonly source: LaunchSource;
  /** What must still hold when somebody begins to launch by it, and the profile where it is a new one. */
  readonly writes: readonly Write[];
};
