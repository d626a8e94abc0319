import type { Principal } from '../domain/identity/principal.ts';
import { type Refusal, refused } from '../domain/kernel/fault.ts';
import type { Access } from '../domain/permission/access.ts';
import { accessesFor, judge } from '../domain/permission/judge.ts';
import type { Rule } from '../domain/permission/rule.ts';
import { RULES, type VerbName } from '../domain/permission/rules.ts';
import { standingOf } from '../domain/permission/standing.ts';
import type { App } from './app.ts';
import type { Clustering } from './clustering.ts';
import type { Grouping, Realm } from './groups/grouping.ts';
import type { Monitoring } from './metrics/monitoring.ts';
import { faultIfOver } from './quotas/over-quota.ts';

export const forbidden = refused('forbidden', 'You are not authorized to complete this operation.');

/** In words of its own: asking one's own administrators for a role would not help. */
const denied = refused('forbidden', 'The operator of this service does not allow it.');

/** A verb without a row in the table does not compile. */
const rules: Readonly<Record<keyof Clustering | keyof Grouping | keyof Monitoring, Rule>> = RULES;

type Verb = (asking: never, ...rest: readonly unknown[]) => Promise<unknown>;
type Guarding = Pick<App, 'clock' | 'decisions'>;

/** Who asks, as a set of verbs is told: a caller, or a caller and something beside. */
type Asking<A> = { readonly callerIn: (asking: A) => Principal; readonly by: (asking: A, caller: Principal) => A };

/**
 * The verbs, each for whoever may ask for it; whether that goes for what is named is judged where it is found, in `lookUp`. What the project's quotas have no
 * room for is refused as well, whatever verb would have stored it.
 */
export const guarded = (verbs: Clustering, app: Guarding): Clustering =>
  behindRules<Principal, Clustering>(verbs, app, { callerIn: (caller) => caller, by: (_, caller) => caller });

/** The same of the verbs of groups. */
export const guardedGroups = (verbs: Grouping, app: Guarding): Grouping =>
  behindRules<Realm, Grouping>(verbs, app, { callerIn: ({ caller }) => caller, by: (realm, caller) => ({ ...realm, caller }) });

/** And of the verbs of metrics and alarms. */
export const guardedMonitoring = (verbs: Monitoring, app: Guarding): Monitoring =>
  behindRules<Realm, Monitoring>(verbs, app, { callerIn: ({ caller }) => caller, by: (realm, caller) => ({ ...realm, caller }) });

const behindRules = <A, V extends object>(verbs: V, app: Guarding, asking: Asking<A>): V =>
  new Proxy(verbs, {
    get: (all, name) => {
      const verb = (all as Readonly<Record<string | symbol, Verb | undefined>>)[name];
      return verb && guard(app, String(name), verb as (asking: A, ...rest: readonly unknown[]) => Promise<unknown>, asking);
    },
  });

const guard = <A>(
  app: Guarding,
  name: string,
  verb: (asking: A, ...rest: readonly unknown[]) => Promise<unknown>,
  { callerIn, by }: Asking<A>,
) => {
  const rule = Object.hasOwn(rules, name) ? rules[name as VerbName] : undefined;
  return async (asking: A, ...rest: readonly unknown[]) => {
    const admitted = await admit(app, name, rule, callerIn(asking));
    return 'fault' in admitted ? admitted : verb(by(asking, admitted), ...rest).catch(refusalIfOver);
  };
};

/** The caller as the verb may know them: with what grants may let them at, where any may. */
async function admit(app: Guarding, verb: string, rule: Rule | undefined, caller: Principal): Promise<Principal | Refusal> {
  if (!rule || judge(rule, standingOf(caller), 'own') !== 'allowed') return forbidden;
  const permits = async (access: Access | null) =>
    app.decisions === undefined || app.decisions.permits({ verb, kind: rule.kind, caller, access });
  if (!(await permits(null))) return denied;
  const accesses: Access[] = [];
  for (const access of accessesFor(rule)) if (await permits(access)) accesses.push(access);
  const { reach: _, ...whoever } = caller;
  return caller.withinProject || rule.on === 'own' ? whoever : { ...whoever, reach: { accesses, at: app.clock.now() } };
}

const refusalIfOver = (error: unknown): Refusal => ({ kind: 'refused', fault: faultIfOver(error) });
