/** What the input and output of an operation look like, whatever says so: an SDK's schemas, or our own table. Resolved lazily: shapes may hold themselves. */
export type Shape =
  | { readonly kind: 'structure'; readonly members: () => readonly Member[] }
  /** `element` is what each is called on the wire. */
  | { readonly kind: 'list'; readonly element: string; readonly of: () => Shape }
  | { readonly kind: 'text' | 'boolean' | 'number' | 'timestamp' };

export type Member = {
  readonly name: string;
  /** What it is called on the wire, where that differs. */
  readonly wireName: string;
  readonly required: boolean;
  readonly shape: () => Shape;
};

/** `output` is undefined for one that answers nothing, which is not the same as an empty structure. */
export type Operation = { readonly name: string; readonly input: Shape; readonly output: Shape | undefined };

export type OperationModel = ReadonlyMap<string, Operation>;

/** What a shape holds: timestamps are instants, in milliseconds. */
export type Value = string | number | boolean | readonly Value[] | { readonly [member: string]: Value | undefined };
export type Structure = { readonly [member: string]: Value | undefined };
