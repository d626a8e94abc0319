import type { Principal } from '../domain/identity/principal.ts';
import { type Refusal, refused } from '../domain/kernel/fault.ts';
import type { Access } from '../domain/permission/access.ts';
import { accessesFor, judge } from '../domain/permission/judge.ts';
import { RULES, type Rule } from '../domain/permission/rules.ts';
import { standingOf } from '../domain/permission/standing.ts';
import type { App } from './app.ts';
import type { Clustering } from './clustering.ts';
import { faultIfOver } from './quotas/over-quota.ts';

export const forbidden = refused('forbidden', 'You are not authorized to complete this operation.');

/** In words of its own: asking one's own administrators for a role would not help. */
const denied = refused('forbidden', 'The operator of this service does not allow it.');

/** A verb without a row in the table does not compile. */
const rules: Readonly<Record<keyof Clustering, Rule>> = RULES;

type Verb = (caller: Principal, ...rest: readonly unknown[]) => Promise<unknown>;
type Guarding = Pick<App, 'clock' | 'decisions'>;

/**
 * The verbs, each for whoever may ask for it; whether that goes for what is named is judged where it is found, in `lookUp`. What the project's quotas have no
 * room for is refused as well, whatever verb would have stored it.
 */
export const guarded = (verbs: Clustering, app: Guarding): Clustering =>
  new Proxy(verbs, {
    get: (all, name: keyof Clustering) => {
      const verb = all[name] as Verb | undefined;
      return verb && guard(app, name, verb, Object.hasOwn(rules, name) ? rules[name] : undefined);
    },
  });

const guard =
  (app: Guarding, name: string, verb: Verb, rule: Rule | undefined): Verb =>
  async (caller, ...rest) => {
    if (!rule || judge(rule, standingOf(caller), 'own') !== 'allowed') return forbidden;
    const permits = async (access: Access | null) =>
      app.decisions === undefined || app.decisions.permits({ verb: name, kind: rule.kind, caller, access });
    if (!(await permits(null))) return denied;
    const accesses: Access[] = [];
    for (const access of accessesFor(rule)) if (await permits(access)) accesses.push(access);
    const { reach: _, ...whoever } = caller;
    const asker = caller.withinProject ? whoever : { ...whoever, reach: { accesses, at: app.clock.now() } };
    return verb(asker, ...rest).catch(refusalIfOver);
  };

const refusalIfOver = (error: unknown): Refusal => ({ kind: 'refused', fault: faultIfOver(error) });
