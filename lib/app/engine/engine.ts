import type { Commit } from '../../domain/action/commit.ts';
import type { Seconds } from '../../domain/kernel/time.ts';
import type { Calendar } from '../../domain/schedule/calendar.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Drivers } from '../../ports/driver.ts';
import type { Nudges } from '../../ports/nudges.ts';
import type { Patience } from '../../ports/patience.ts';
import type { Random } from '../../ports/random.ts';
import type { Services } from '../../ports/services.ts';

/** What the engine runs on. */
export type Engine = {
  readonly store: DocumentStore;
  readonly drivers: Drivers;
  /** What actions ask of others than the clouds. */
  readonly services?: Services;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly nudges: Nudges;
  readonly random: Pick<Random, 'secret'>;
  /** The operator's limit on nodes per cluster. */
  readonly mostNodes: number;
  /** How long, beyond what a driver promises, its answer is waited for before the call counts as over. */
  readonly margin: Seconds;
  /** What is seen to once a step is stored. Nothing, if not said. */
  readonly afterwards?: (engine: Engine, step: Commit) => Promise<void>;
  /** How it is waited for. By the clock of the machine, if not said. */
  readonly patience?: Patience;
};
