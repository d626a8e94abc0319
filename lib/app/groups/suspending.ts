import type { Process } from '../../domain/cluster/suspension.ts';
import type { Answer } from '../verb.ts';
import type { Realm } from './realm.ts';

/** Stops some of what a group does by itself, and lets it go on. Changes by hand go on as they do in AWS: a group is never suspended wholly. */
export interface Suspending {
  readonly suspendProcesses: (realm: Realm, name: string, processes: readonly Process[]) => Promise<Answer<object>>;
  /** What was held back meanwhile is done; asked again, that is done again. */
  readonly resumeProcesses: (realm: Realm, name: string, processes: readonly Process[]) => Promise<Answer<object>>;
}
