import type { Clustering } from '../../app/clustering.ts';
import type { Answer, Filed } from '../../app/verb.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { Refusal } from '../../domain/kernel/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/kernel/json.ts';
import { FIRST_BEYOND_SENLIN, type Microversion } from '../../domain/spec/schema.ts';
import { isAtLeast } from '../../domain/spec/shown-schema.ts';
import { type Fields, notOfType, pickFields, type Reading, readFields, type Values } from './fields/field.ts';
import { objectSchema } from './fields/json-schema.ts';
import { textOf } from './microversion.ts';
import { accepted, type Malformed, malformed, type Outcome, tooOld } from './reply.ts';
import type { Asked } from './route.ts';

/** On what: somebody's cluster or node, by name, id or short id. */
export type Target = { readonly clustering: Clustering; readonly caller: Principal; readonly text: string };

/** One of the things that can be asked in a body with a single key, `{"scale_out": {...}}`. */
export type Verb = {
  readonly summary: string;
  readonly since?: Microversion;
  readonly schema: JsonObject;
  readonly example: JsonObject;
  readonly run: (on: Target, sent: JsonObject, version: Microversion) => Promise<Outcome>;
  /** Why these could not be among what is sent, whatever else is; undefined when they could. */
  readonly misfit?: (some: JsonObject, version: Microversion) => string | undefined;
};
export type Verbs = Readonly<Record<string, Verb>>;

/** What is filed, and what there is to say about it. */
type Warned = Filed & { readonly warning?: string };

type Complaint = Malformed | Refusal | undefined;

type Definition<F extends Fields> = {
  readonly summary: string;
  readonly since?: Microversion;
  readonly fields: F;
  readonly example: JsonObject;
  /** Passes over what it does not know, as Senlin's older actions do. */
  readonly lenient?: true;
  /** What no field can see: in what was sent, and in what was read. */
  readonly before?: (sent: JsonObject, version: Microversion) => Complaint;
  readonly after?: (values: Values<F>) => Complaint;
  /** Finds the target, for a verb that Senlin judges only when there is one. */
  readonly find?: (on: Target) => Promise<Answer<unknown>>;
  readonly run: (on: Target, values: Values<F>, sent: JsonObject, version: Microversion) => Promise<Answer<Warned>>;
};

export function defineVerb<F extends Fields>(definition: Definition<F>): Verb {
  const { summary, since, fields, example, lenient } = definition;
  return {
    summary,
    ...(since && { since }),
    schema: lenient ? { ...objectSchema(fields), additionalProperties: true } : objectSchema(fields),
    example,
    misfit: (some, version) => {
      const named = Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(some, name)));
      const reading = (lenient ? pickFields : readFields)(named, some, version);
      return reading.kind === 'malformed' ? reading.message : undefined;
    },
    run: async (on, sent, version) => {
      const values = readVerb(definition, sent, version);
      if (values.kind === 'read') return filed(await definition.run(on, values.value, sent, version));
      const target = await definition.find?.(on);
      return target?.kind === 'refused' ? target : values;
    },
  };
}

function readVerb<F extends Fields>(definition: Definition<F>, sent: JsonObject, version: Microversion): Reading<Values<F>> | Refusal {
  const early = definition.before?.(sent, version);
  if (early) return early;
  const reading = (definition.lenient ? pickFields : readFields)(definition.fields, sent, version);
  const late = reading.kind === 'read' ? definition.after?.(reading.value) : undefined;
  return late ?? reading;
}

/** The answer to everything that only files an action. */
export const filed = (answer: Answer<Warned>): Outcome => {
  if (answer.kind === 'refused') return answer;
  const { actionId, warning } = answer;
  return { ...accepted({ action: actionId }, actionId), ...(warning !== undefined && { warnings: [warning] }) };
};

/** What the same mistakes are called: clusters and nodes differ by a full stop. */
export type Words = { readonly none: string; readonly many: string; readonly notMap: string };

/** The one key of a body, and its value. */
export function soleMember(body: JsonObject | undefined, words: Words): Reading<{ readonly key: string; readonly value: Json }> {
  const [first, ...others] = Object.entries(body ?? {});
  if (!first) return malformed(words.none);
  return others.length > 0 ? malformed(words.many) : { kind: 'read', value: { key: first[0], value: first[1] } };
}

/** Does what the body's one key says. */
export async function runVerb(verbs: Verbs, asked: Asked, on: Target, words: Words): Promise<Outcome> {
  const member = soleMember(asked.body, words);
  if (member.kind === 'malformed') return member;
  const { key, value } = member.value;
  const verb = Object.hasOwn(verbs, key) ? verbs[key] : undefined;
  if (!verb) return malformed(`Unrecognized action '${key}' specified`);
  if (!isJsonObject(value)) return malformed(words.notMap);
  if (verb.since && !isAtLeast(asked.version, verb.since)) return tooOld;
  if (!isAtLeast(asked.version, FIRST_BEYOND_SENLIN) || !Object.hasOwn(value, 'force')) return verb.run(on, value, asked.version);

  const { force, ...rest } = value;
  if (typeof force !== 'boolean') return malformed(notOfType(force ?? null, ['boolean']));
  return verb.run(force ? { ...on, caller: { ...on.caller, insists: true } } : on, rest, asked.version);
}

const FORCE: JsonObject = {
  type: 'boolean',
  description:
    'Go ahead although the cluster or the node is suspended, and to an exact size that you only say again although somebody else has changed it since. From microversion 1.15 on.',
};

/** Exactly one of the verbs, in the words of JSON Schema. */
export const verbsSchema = (verbs: Verbs): JsonObject => ({
  oneOf: Object.entries(verbs).map(([key, { summary, since, schema }]) => ({
    type: 'object',
    title: key,
    description: since ? `${summary} From microversion ${textOf(since)} on.` : summary,
    properties: { [key]: { ...schema, properties: { ...(isJsonObject(schema.properties) && schema.properties), force: FORCE } } },
    required: [key],
    additionalProperties: false,
  })),
});
