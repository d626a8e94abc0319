import type { Json } from '../kernel/json.ts';
import type { SecretRef } from '../secret/reference.ts';

/** A version of the Senlin wire: decides what an answer may contain. */
export type Microversion = { readonly major: number; readonly minor: number };

/** The first microversion in which anything that Senlin never had is shown: a client written for Senlin never meets a field it does not know. */
export const FIRST_BEYOND_SENLIN: Microversion = { major: 1, minor: 15 };

export type ElementType = 'Integer' | 'String' | 'Number' | 'Boolean' | 'Map' | 'List';

export type AllowedValues = {
  readonly type: 'AllowedValues';
  readonly constraint: readonly string[];
  /** Of values that came later: the first version of the type that allows them. */
  readonly since?: ValueVersions;
  /** The same for values that older versions take all the same. */
  readonly announced?: ValueVersions;
};
export type ValueVersions = Readonly<Record<string, TypeVersion>>;

/** A version of a profile type or a policy type, `major.minor`. */
export type TypeVersion = `${number}.${number}`;

/** It still works, and whoever uses it is told. */
export type Deprecated = {
  readonly since: TypeVersion;
  /** What takes its place, as a path from the properties: `recovery.chain`. */
  readonly use?: string;
  /** The first version of the type that knows it no more. */
  readonly until?: TypeVersion;
};

/** One item of a spec, in the form in which the API shows it; what is ours is shown to nobody who came before us. */
export type SpecElement = {
  readonly type: ElementType;
  readonly required: boolean;
  /** Whether a node may go to a profile that differs here. */
  readonly updatable: boolean;
  readonly description?: string;
  readonly default?: Json;
  /** Of a Map: its items by name; without it anything goes. Of a List: what every item is, under `*`. */
  readonly schema?: SpecSchema;
  readonly constraints?: readonly AllowedValues[];
  /** Accepted always, shown from this microversion on. */
  readonly shownSince?: Microversion;
  /** The first version of the type that knows it: specs of older versions may not have it. */
  readonly since?: TypeVersion;
  /** The version of the type with which it came, where older versions take it all the same: Senlin reads all versions of a type by the newest's schema. */
  readonly announced?: TypeVersion;
  readonly deprecated?: Deprecated;
  /**
   * Of a String or of a Map without a schema: it, or each of its values, may be a reference to a secret. What is given itself is stored as it is `written`, or
   * `sealed` and not shown again.
   */
  readonly secret?: 'written' | 'sealed';
};

/** Items in the order in which they are checked, which decides what is complained about first. */
export type SpecSchema = { readonly [item: string]: SpecElement };

/** What became of a type-version, oldest first: `{ "1.0": [{ status: "SUPPORTED", since: "2016.04" }] }`. */
export type SupportStatus = Readonly<
  Record<string, readonly { readonly status: 'EXPERIMENTAL' | 'SUPPORTED' | 'DEPRECATED' | 'UNSUPPORTED'; readonly since: string }[]>
>;

/** What `readSpec` makes of an element's value. */
export type ValueOf<E> = E extends { readonly type: 'Integer' | 'Number' }
  ? number
  : E extends { readonly type: 'Boolean' }
    ? boolean
    : E extends { readonly type: 'String' }
      ? TextOf<E> | (E extends { readonly secret: string } ? SecretRef : never)
      : E extends { readonly type: 'List'; readonly schema: { readonly '*': infer Item } }
        ? readonly ValueOf<Item>[]
        : E extends { readonly type: 'Map'; readonly schema: infer S }
          ? // A Map left at its empty default stays empty: the defaults of its items do not apply.
            E extends { readonly default: Json }
            ? Partial<PropertiesOf<S>>
            : PropertiesOf<S>
          : { readonly [key: string]: Json };

type TextOf<E> = E extends { readonly constraints: readonly { readonly constraint: readonly (infer V extends string)[] }[] } ? V : string;

type Present<S> = {
  [K in keyof S]: S[K] extends { readonly since: TypeVersion }
    ? never
    : S[K] extends { readonly required: true } | { readonly default: Json }
      ? K
      : never;
}[keyof S];

/** What `readSpec` makes of a whole spec: required items and those with a default are there, unless a version of the type does not know them; the others may be. */
export type PropertiesOf<S> = string extends keyof S
  ? { readonly [key: string]: Json }
  : { readonly [K in Present<S>]: ValueOf<S[K]> } & { readonly [K in Exclude<keyof S, Present<S>>]?: ValueOf<S[K]> };
