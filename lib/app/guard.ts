import type { Principal } from '../domain/identity/principal.ts';
import { type Refusal, refused } from '../domain/kernel/fault.ts';
import { accessesFor, judge } from '../domain/permission/judge.ts';
import { RULES, type Rule } from '../domain/permission/rules.ts';
import { standingOf } from '../domain/permission/standing.ts';
import type { Clock } from '../ports/clock.ts';
import type { Clustering } from './clustering.ts';
import { faultIfOver } from './quotas/over-quota.ts';

export const forbidden = refused('forbidden', 'You are not authorized to complete this operation.');

/** A verb without a row in the table does not compile. */
const rules: Readonly<Record<keyof Clustering, Rule>> = RULES;

type Verb = (caller: Principal, ...rest: readonly unknown[]) => Promise<unknown>;

/**
 * The verbs, each for whoever may ask for it; whether that goes for what is named is judged where it is found, in `lookUp`. What the project's quotas have no
 * room for is refused as well, whatever verb would have stored it.
 */
export const guarded = (verbs: Clustering, clock: Clock): Clustering =>
  new Proxy(verbs, {
    get: (all, name: keyof Clustering) => {
      const verb = all[name] as Verb | undefined;
      return verb && guard(verb, Object.hasOwn(rules, name) ? rules[name] : undefined, clock);
    },
  });

const guard =
  (verb: Verb, rule: Rule | undefined, clock: Clock): Verb =>
  async (caller, ...rest) => {
    if (!rule || judge(rule, standingOf(caller), 'own') !== 'allowed') return forbidden;
    const { reach: _, ...whoever } = caller;
    const asker = caller.withinProject ? whoever : { ...whoever, reach: { accesses: accessesFor(rule), at: clock.now() } };
    return verb(asker, ...rest).catch(refusalIfOver);
  };

const refusalIfOver = (error: unknown): Refusal => ({ kind: 'refused', fault: faultIfOver(error) });
