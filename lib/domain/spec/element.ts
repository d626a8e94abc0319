import type { Json } from '../kernel/json.ts';
import type { ElementType, Microversion, SpecElement, SpecSchema } from './schema.ts';

type Options = {
  readonly required?: true;
  readonly updatable?: true;
  readonly default?: Json;
  readonly values?: readonly string[];
  readonly since?: Microversion;
};

/** An element that remembers in its type what `PropertiesOf` needs to know. */
type Element<T extends ElementType, O extends Options> = Omit<SpecElement, 'schema'> & { readonly type: T } & (O extends {
    readonly required: true;
  }
    ? { readonly required: true }
    : unknown) &
  (O extends { readonly default: Json } ? { readonly default: Json } : unknown) &
  (O extends { readonly values: readonly (infer V extends string)[] }
    ? { readonly constraints: readonly [{ readonly type: 'AllowedValues'; readonly constraint: readonly V[] }] }
    : unknown);

function element<T extends ElementType, O extends Options>(
  type: T,
  description: string | undefined,
  options: O | undefined,
): Element<T, O> {
  const { required = false, updatable = false, values, default: fallback, since } = options ?? {};
  const built: Omit<SpecElement, 'schema'> & { readonly type: T } = {
    type,
    required,
    updatable,
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(values === undefined ? {} : { constraints: [{ type: 'AllowedValues', constraint: values }] }),
    ...(since === undefined ? {} : { since }),
  };
  // What the type adds is read off the same options as the data was, one line above.
  return built as Element<T, O>;
}

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
