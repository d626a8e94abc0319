import type { DriverCall, Outcome, Resource } from '../domain/action/call.ts';
import type { Fault } from '../domain/kernel/fault.ts';
import type { JsonObject } from '../domain/kernel/json.ts';
import type { Seconds } from '../domain/kernel/time.ts';
import type { Mark, Proof } from '../domain/orphan/mark.ts';

/** A call of one kind, without what only the registry needs. */
export type CallTo<T extends DriverCall['to']> = Omit<Extract<DriverCall, { to: T }>, 'profileType' | 'to'>;

export type Answer<T> = ({ readonly kind: 'ok' } & T) | { readonly kind: 'fault'; readonly fault: Fault };

/** A resource that carries our mark, as the cloud tells of it. */
export type Owned = Omit<Mark, 'installation'> & {
  readonly physicalId: string;
  /** What the mark is worth. Only what is `signed` may ever be removed because nobody remembers it. */
  readonly proof: Proof;
  /** What a node would have been asked to remember of it; absent where that is nothing. */
  readonly memory?: JsonObject;
};

/**
 * What a profile type's backend must do. Written once; proved by test/conformance/driver.ts against each real backend.
 *
 * Faults are returned, never thrown. Every method answers within `callTimeout`; work that takes longer is answered `pending`
 * and asked for again with the same call, which finds it where it was. Nothing is remembered in the process: a call may be
 * repeated by another worker after this one was killed at any line.
 */
export interface Driver {
  readonly callTimeout: Seconds;

  /**
   * Makes sure the resource named by `token` exists and runs, and says what it is called.
   *
   * Repeating a token returns the first resource and creates no second one, even when the first answer never arrived,
   * even when two workers ask at once. A resource of that name which does not carry our mark is a permanent fault, never adopted.
   */
  ensure(call: CallTo<'ensure'>): Promise<Outcome>;

  /**
   * Makes sure the resource, known by token or physical id or both, does not exist. Succeeds when it never did. Removes nothing that is not ours, and
   * what bears a forged mark is not.
   */
  remove(call: CallTo<'remove'>): Promise<Outcome>;

  /** Whether it is as it should be. `fault` means nobody could tell, which says nothing about the resource. */
  check(call: CallTo<'check'>): Promise<Outcome>;

  /** Whether the machine is well that it runs on, or should, whatever it is like itself. `fault`: nobody could tell. Changes nothing. */
  checkHost(resource: Resource): Promise<Outcome>;

  /** Does one of the operations the profile type lists. An operation this backend cannot do is a permanent fault that names it. */
  operate(call: CallTo<'operate'>): Promise<Outcome>;

  /** Brings the resource to the new properties, in place. Only called when every changed property is updatable. */
  update(call: CallTo<'update'>): Promise<Outcome>;

  /** Rewrites the marks that say whose it is. A backend whose marks cannot change remembers nothing and answers ok. */
  own(call: CallTo<'own'>): Promise<Outcome>;

  /** What users see under `details`. */
  details(resource: Resource): Promise<Answer<{ readonly details: JsonObject }>>;

  /**
   * Describes an existing resource as profile properties, for adoption. Changes nothing. `snapshot` asks to keep an image of it first, where the backend can.
   *
   * @param token of a resource of ours that no node has any more; without it, what bears a mark is refused. A forged mark always is
   */
  inspect(
    physicalId: string,
    token?: string,
  ): Promise<Answer<{ readonly physicalId: string; readonly properties: JsonObject; readonly memory: JsonObject }>>;

  /** Every resource that carries our mark, whoever remembers it and whatever the mark is worth: the garbage collector's view. */
  list(): Promise<Answer<{ readonly resources: readonly Owned[] }>>;
}

/** Which driver serves a profile type (`name-version`); undefined when none is configured. */
export type Drivers = (profileType: string) => Driver | undefined;
