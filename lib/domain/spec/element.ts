import type { Json } from '../kernel/json.ts';
import type { AllowedValues, ElementType, SpecElement, SpecSchema, TypeVersion, ValueVersions } from './schema.ts';

type Options = {
  readonly required?: true;
  readonly updatable?: true;
  readonly default?: Json;
  readonly values?: readonly string[];
  /** Which of the values came later, and with which version of the type. */
  readonly valuesSince?: ValueVersions;
  /** The same for those that older versions take all the same. */
  readonly valuesAnnounced?: ValueVersions;
} & Pick<SpecElement, 'shownSince' | 'since' | 'announced' | 'deprecated' | 'secret'>;

/** An element that remembers in its type what `PropertiesOf` needs to know. */
type Element<T extends ElementType, O extends Options> = Omit<SpecElement, 'schema'> & { readonly type: T } & (O extends {
    readonly required: true;
  }
    ? { readonly required: true }
    : unknown) &
  (O extends { readonly default: Json } ? { readonly default: Json } : unknown) &
  (O extends { readonly since: TypeVersion } ? { readonly since: TypeVersion } : unknown) &
  (O extends { readonly secret: string } ? { readonly secret: 'written' | 'sealed' } : unknown) &
  (O extends { readonly values: readonly (infer V extends string)[] }
    ? { readonly constraints: readonly [{ readonly type: 'AllowedValues'; readonly constraint: readonly V[] }] }
    : unknown);

function element<T extends ElementType, O extends Options>(
  type: T,
  description: string | undefined,
  options: O | undefined,
): Element<T, O> {
  const {
    required,
    updatable,
    values,
    valuesSince: since,
    valuesAnnounced: announced,
    default: fallback,
    ...history
  }: Options = options ?? {};
  const built: Omit<SpecElement, 'schema'> & { readonly type: T } = {
    type,
    required: required ?? false,
    updatable: updatable ?? false,
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(values === undefined ? {} : { constraints: [allowed(values, { since, announced })] }),
    ...history,
  };
  // What the type adds is read off the same options as the data was, one line above.
  return built as Element<T, O>;
}

type ValueHistory = { readonly since: ValueVersions | undefined; readonly announced: ValueVersions | undefined };

const allowed = (constraint: readonly string[], { since, announced }: ValueHistory): AllowedValues => ({
  type: 'AllowedValues',
  constraint,
  ...(since && { since }),
  ...(announced && { announced }),
});

const scalar =
  <T extends ElementType>(type: T) =>
  <const O extends Options>(description: string, options?: O): Element<T, O> =>
    element(type, description, options);

export const integer = scalar('Integer');
export const number = scalar('Number');
export const string = scalar('String');
export const boolean = scalar('Boolean');

/** A Map whose keys are the user's own. */
export const freeMap = scalar('Map');

export const map = <const S extends SpecSchema, const O extends Options>(
  description: string | undefined,
  schema: S,
  options?: O,
): Element<'Map', O> & { readonly schema: S } => ({ ...element('Map', description, options), schema });

export const list = <const E extends SpecElement, const O extends Options>(
  description: string,
  item: E,
  options?: O,
): Element<'List', O> & { readonly schema: { readonly '*': E } } => ({ ...element('List', description, options), schema: { '*': item } });
