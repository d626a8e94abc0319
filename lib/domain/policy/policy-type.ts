import { type Fault, permanent } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Instant } from '../kernel/time.ts';
import type { Calendar } from '../schedule/calendar.ts';
import { specFault } from '../spec/envelope.ts';
import type { PropertiesOf, SpecSchema } from '../spec/schema.ts';
import type { Versioned } from '../spec/type-version.ts';
import type { Conduct } from './conduct.ts';

/** What the operator set and specs are held against. */
export type PolicyLimits = {
  /** Seconds. No health policy may look more often. */
  readonly leastHealthInterval: number;
  /** For what speaks of clocks. Left out, nobody looks whether it makes sense. */
  readonly calendar?: Calendar;
  /** When the spec is written: what names only times before that never happens. */
  readonly now?: Instant;
};

export const DEFAULT_LIMITS: PolicyLimits = { leastHealthInterval: 60 };

/** A kind of rule, all its versions together. How they differ, the items of the schema say. */
export type PolicyKind = Versioned & {
  /** Lower is asked first. */
  readonly priority: number;
  /** Whether a cluster takes only one policy of the same type and version. */
  readonly singleton: boolean;
  /** The profile types (`name-version`) whose clusters it can be attached to. */
  readonly appliesTo: 'any' | readonly string[];
  /** Under what name a binding keeps this kind's data. */
  readonly className: string;
  /** What the schema cannot say. Takes properties as `readSpec` answered them; knows no cloud, so names in it may be of nothing. */
  readonly validate: (properties: JsonObject, limits: PolicyLimits) => Fault | undefined;
  /** What a new binding remembers, as far as the spec alone says it. */
  readonly dataAtAttach: (properties: JsonObject) => JsonObject | null;
  /** How it acts. Takes properties as `readSpec` answered them. Absent from what is only stored and attached. */
  readonly conduct?: Conduct<JsonObject>;
};

/** One version of a kind: `schema` is what this version knows. */
export type PolicyType = PolicyKind & {
  readonly version: string;
  /** Whether Senlin had it too: if not, its clients do not see it. */
  readonly fromSenlin: boolean;
};

/** Senlin answers some senseless specs as if they broke the schema, which for a policy is the server's fault. Its clients know it so. */
export type Complaint = string | { readonly asSchemaError: string } | undefined;

type Definition<S extends SpecSchema> = Omit<PolicyKind, 'schema' | 'validate' | 'dataAtAttach' | 'conduct'> & {
  readonly schema: S;
  /** In the order in which they are made; the first one is answered. */
  readonly complaints: (properties: PropertiesOf<S>, limits: PolicyLimits) => Iterable<Complaint>;
  readonly dataAtAttach?: (properties: PropertiesOf<S>) => JsonObject;
  readonly conduct?: Conduct<PropertiesOf<S>>;
};

export function definePolicyKind<const S extends SpecSchema>(definition: Definition<S>): PolicyKind & { readonly schema: S } {
  const { complaints, dataAtAttach, conduct, ...kind } = definition;
  // The properties were read by this very schema: `validatePolicySpec`, `bindingData` and `policyProperties` see to it.
  return {
    ...kind,
    ...(conduct && { conduct: { ...conduct, decide: (properties, facts) => conduct.decide(properties as PropertiesOf<S>, facts) } }),
    validate: (properties, limits) => firstComplaint(complaints(properties as PropertiesOf<S>, limits)),
    dataAtAttach: (properties) => dataAtAttach?.(properties as PropertiesOf<S>) ?? null,
  };
}

function firstComplaint(complaints: Iterable<Complaint>): Fault | undefined {
  for (const complaint of complaints) {
    if (typeof complaint === 'string') return specFault('policy', 'meaning', complaint);
    if (complaint) return specFault('policy', 'schema', complaint.asSchemaError);
  }
  return undefined;
}

export const missing = (item: string): string => `Required spec item '${item}' not provided`;

/** Whether a policy may be attached to a cluster of this profile type, in Senlin's words when it may not. */
export const refusesProfile = (kind: Pick<PolicyKind, 'appliesTo'>, profileType: string): Fault | undefined =>
  kind.appliesTo === 'any' || kind.appliesTo.includes(profileType)
    ? undefined
    : permanent('policy.profile-type', `Policy not applicable on profile type: ${profileType}`);
