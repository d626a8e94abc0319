import { type Refusal, refused } from '../../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../../domain/kernel/json.ts';
import { RECOVER_ACTIONS } from '../../../domain/profile/profile-type.ts';
import { textOf } from '../../../domain/spec/scalar.ts';
import type { Microversion } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { identityList, listOfMaps } from '../fields/collections.ts';
import { type Fields, optional, reprOf } from '../fields/field.ts';
import { freeForm } from '../fields/free-form.ts';
import { boolean, text } from '../fields/scalars.ts';
import { OLDEST, v1 } from '../microversion.ts';

const REBOOT_TYPES = ['SOFT', 'HARD'];

/** What clusters and nodes are told alike when they are to recover. */
export const recoveryFields = {
  operation: optional(text, `How: ${RECOVER_ACTIONS.join(', ')}, in any case.`),
  operation_params: optional(freeForm, 'More on how; `{"type": "SOFT"}` for a reboot. Only with an operation.'),
  actions: optional(
    listOfMaps,
    'Instead of one operation, up to ten that are tried in turn until one helps: `{name, params}` each.',
    v1(15),
  ),
  fencing: optional(identityList, 'What must be proven dead before a node is made anew: `COMPUTE`.', v1(15)),
  check: optional(boolean, 'Whether to look first, and leave alone what is well.'),
};

/** What is wrong with a wish to recover, in the words of Senlin's engine, which looked at it instead of the API. */
export function recoveryComplaint(sent: JsonObject, fields: Fields, version: Microversion): Refusal | undefined {
  const known = Object.keys(fields).filter((key) => isAtLeast(version, fields[key]?.since ?? OLDEST));
  const { operation, operation_params: params } = sent;
  if (operation !== undefined && typeof operation !== 'string') return refuse('operation has to be a string');
  if (operation !== undefined && !isAmong(RECOVER_ACTIONS, operation)) {
    return refuse(`Operation value '${operation}' has to be one of the following: ${RECOVER_ACTIONS.join(', ')}`);
  }
  if (operation !== undefined && params !== undefined && params !== null) {
    if (!isJsonObject(params)) return refuse('operation_params must be a map');
    const { type } = params;
    if (operation.toUpperCase() === 'REBOOT' && type !== undefined && !isAmong(REBOOT_TYPES, textOf(type))) {
      return refuse(`Type field '${textOf(type)}' in operation_params has to be one of the following: ${REBOOT_TYPES.join(', ')}`);
    }
  }
  const heeded = operation === undefined ? known.filter((key) => key !== 'operation_params') : known;
  const unknown = Object.keys(sent).filter((key) => !heeded.includes(key));
  return unknown.length > 0 ? refuse(`Action parameter ${reprOf(unknown)} is not recognizable`) : undefined;
}

const isAmong = (words: readonly string[], word: string): boolean => words.includes(word.toUpperCase());
const refuse = (message: string): Refusal => refused('request.malformed', message);
