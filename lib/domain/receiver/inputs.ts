import { type Fault, permanent } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Receiver } from './receiver.ts';

/**
 * What a call asks for: what the receiver has stored, and over it what the call may set.
 *
 * Callers send whole documents of their own (an alarm, a list of alerts), so a member that means nothing to the action is passed over. One that
 * would mean something and is not the caller's to set is refused: done without it, it would be something else than was asked for.
 *
 * @param known the inputs that the action has
 */
export function inputsOf(
  { params, allowedParams }: Pick<Receiver, 'params' | 'allowedParams'>,
  given: JsonObject,
  known: readonly string[],
): { readonly kind: 'ok'; readonly inputs: JsonObject } | Fault {
  const allowed = allowedParams ?? Object.keys(params);
  const mine = Object.entries(given).filter(([name]) => known.includes(name));
  const foreign = mine.find(([name]) => !allowed.includes(name));
  if (foreign) return permanent('receiver.param-not-allowed', `This receiver does not let its callers set '${foreign[0]}'.`);
  return { kind: 'ok', inputs: { ...params, ...Object.fromEntries(mine) } };
}
