import { refused } from '../../../domain/kernel/fault.ts';
import { FIRST_BEYOND_SENLIN } from '../../../domain/spec/schema.ts';
import { isAtLeast } from '../../../domain/spec/shown-schema.ts';
import { optional } from '../fields/field.ts';
import { boolean, capacity, float, nonNegativeInteger, oneOf } from '../fields/scalars.ts';
import { malformed } from '../reply.ts';
import { defineVerb, type Verbs } from '../verb.ts';
import { batching, readBatching } from './batching.ts';

const ADJUSTMENT_TYPES = ['EXACT_CAPACITY', 'CHANGE_IN_CAPACITY', 'CHANGE_IN_PERCENTAGE'] as const;

const count = optional(nonNegativeInteger, 'How many nodes; 1, or what a policy says, if not given.');

/** Any one of these says what to do; `strict` and `min_step` only say how. */
const SUBSTANCE = ['adjustment_type', 'number', 'min_size', 'max_size'];

export const sizingVerbs: Verbs = {
  scale_out: defineVerb({
    summary: 'Add nodes.',
    fields: { count, ...batching },
    example: { count: 1 },
    lenient: true,
    run: ({ clustering, caller, text }, request) => clustering.scaleOut(caller, text, { count: request.count, ...readBatching(request) }),
  }),
  scale_in: defineVerb({
    summary: 'Take nodes away.',
    fields: { count, ...batching },
    example: { count: 1 },
    lenient: true,
    run: ({ clustering, caller, text }, request) => clustering.scaleIn(caller, text, { count: request.count, ...readBatching(request) }),
  }),
  resize: defineVerb({
    summary: 'Change the size, the bounds, or both.',
    fields: {
      adjustment_type: optional(oneOf(ADJUSTMENT_TYPES), 'What `number` means.'),
      number: optional(float, 'A size, a change of it, or a percentage of it.'),
      min_size: optional(capacity(0), 'The new least number of nodes.'),
      max_size: optional(capacity(-1), 'The new greatest number of nodes; -1 means no bound.'),
      min_step: optional(nonNegativeInteger, 'The least number of nodes that a percentage comes to.'),
      strict: optional(boolean, 'Whether a size out of bounds is refused, which is the default, or brought within them.'),
      ...batching,
    },
    example: { adjustment_type: 'CHANGE_IN_PERCENTAGE', number: 50, min_step: 1, strict: false },
    lenient: true,
    before: (sent) =>
      SUBSTANCE.every((name) => (sent[name] ?? null) === null) ? malformed('Not enough parameters to do resize action.') : undefined,
    after: ({ adjustment_type, number, min_size, max_size }) => {
      if (adjustment_type !== undefined && number === undefined) return malformed('Missing number value for size adjustment.');
      if (number !== undefined && adjustment_type === undefined) return malformed('Missing adjustment_type value for size adjustment.');
      if (adjustment_type === 'EXACT_CAPACITY' && (number ?? 0) < 0) {
        return refused('request.malformed', "The 'number' must be non-negative integer for adjustment type 'EXACT_CAPACITY'.");
      }
      if (min_size === undefined || max_size === undefined || max_size <= 0 || min_size <= max_size) return undefined;
      return malformed(`The specified min_size (${min_size}) is greater than the specified max_size (${max_size}).`);
    },
    run: ({ clustering, caller, text }, { adjustment_type, number, min_size, max_size, min_step, strict, ...request }, _, version) => {
      const byPercentage = adjustment_type === 'CHANGE_IN_PERCENTAGE';
      return clustering.resizeCluster(caller, text, {
        adjustmentType: adjustment_type,
        number: number === undefined || byPercentage ? number : Math.trunc(number),
        minSize: min_size,
        maxSize: max_size,
        minStep: byPercentage ? min_step : undefined,
        strict: strict ?? true,
        declares: isAtLeast(version, FIRST_BEYOND_SENLIN),
        ...readBatching(request),
      });
    },
  }),
};
