import type { ActionName } from '../domain/action/action.ts';
import type { Principal } from '../domain/identity/principal.ts';
import { makeId } from '../domain/kernel/ids.ts';
import type { JsonObject } from '../domain/kernel/json.ts';
import type { Seconds } from '../domain/kernel/time.ts';
import type { PolicyLimits } from '../domain/policy/policy-type.ts';
import type { ProfileTypes } from '../domain/profile/catalogue.ts';
import type { Limits } from '../domain/quota/limits.ts';
import type { PriceList } from '../domain/quota/price.ts';
import type { Retention } from '../domain/retention/rule.ts';
import type { DecisionPoint } from '../ports/decision-point.ts';
import type { MemberStatus } from '../ports/member-status.ts';
import type { Outgoing } from '../ports/outgoing.ts';
import type { Random } from '../ports/random.ts';
import type { Sealing } from '../ports/sealing.ts';
import type { Standings } from '../ports/standings.ts';
import type { Engine } from './engine/engine.ts';
import type { Errand } from './errand.ts';
import type { Estates } from './orphans/estates.ts';
import type { ProfileNames } from './profiles/profile-names.ts';
import type { Reception } from './receivers/reception.ts';
import type { Secrets } from './secrets/follow-references.ts';
import type { Answer, Filed } from './verb.ts';
import type { Wish } from './wish.ts';

/** What the use cases run on: the engine, and what only they need. */
export type App = Engine & {
  readonly random: Random;
  /** To addresses that users chose. */
  readonly outgoing: Outgoing;
  /** How a load balancer says that a member is, where there is one. */
  readonly memberStatus?: MemberStatus;
  /** What is swept beside the resources of nodes. */
  readonly estates?: Estates;
  readonly sealing: Sealing;
  /** How references to secrets are followed. Without it none can be. */
  readonly secrets?: Secrets;
  readonly reception: Reception;
  /** How many streams of events a project may have open. */
  readonly mostStreams?: number;
  /** Of how many metrics a project may have data, or alarms. A thousand, if not said. */
  readonly mostMetrics?: number;
  /** Where events may go beside webhooks: ARNs, with `*` and `{project}`. None, if not said. */
  readonly targets?: readonly string[];
  /** How long runs of workflows that have ended can be looked at. A week, if not said. */
  readonly runLifetime?: Seconds;
  /** How long what is kept, and where it goes then. The defaults and nowhere, if not said. */
  readonly retention?: Retention;
  readonly profileNames: ProfileNames;
  /** The profile types this installation offers. */
  readonly profileTypes: ProfileTypes;
  readonly policyLimits: PolicyLimits;
  /** What projects are held to that have no limits of their own. None, if not said. */
  readonly quotas?: Limits;
  /** What nodes cost. Absent: no money is counted. */
  readonly prices?: PriceList | undefined;
  /** How long an action may take when nobody says. */
  readonly defaultTimeout: Seconds;
  /** The least time between two fires of a schedule. */
  readonly scheduleFloor: Seconds;
  /** How what was asked for as data is asked for in earnest. */
  readonly ask: Ask;
  /** Why what was asked for could never have these among its inputs, whatever others it has; undefined when it could. */
  readonly whyNotInputs: (action: ActionName, inputs: JsonObject) => string | undefined;
  /** Whether those in whose name things are done later still may. Absent: nobody can tell. */
  readonly standings?: Standings;
  /** Where it is decided, beside the rules, who may not. Absent: nowhere. */
  readonly decisions?: DecisionPoint;
  /** On whose behalf all this is done, when it is not a person's. */
  readonly errand?: Errand;
};

/**
 * Asks for it through the very verb that a request would go through, so that it is read, checked and refused in the same words.
 *
 * @param app with an errand, when it is something automatic that asks
 */
export type Ask = (app: App, caller: Principal, wish: Wish) => Promise<Answer<Filed>>;

export const newId = ({ clock, random }: Pick<App, 'clock' | 'random'>): string => {
  return makeId(clock.now(), 0, random.entropy());
};

/** More lost races in a row than bad luck explains. */
const MOST_RACES = 50;

/** Reads, decides and writes again for as long as somebody else wrote in between. */
export async function untilCommitted<T>(attempt: () => Promise<T | 'stale'>): Promise<T> {
  for (let race = 0; race < MOST_RACES; race++) {
    const result = await attempt();
    if (result !== 'stale') return result;
  }
  throw new Error(`lost ${MOST_RACES} races in a row`);
}
