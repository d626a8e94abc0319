import { z } from 'zod';
import type { Json } from '../kernel/json.ts';

const TEXT = [
  'StringEquals',
  'StringLessThan',
  'StringGreaterThan',
  'StringLessThanEquals',
  'StringGreaterThanEquals',
  'StringMatches',
] as const;
const NUMBER = ['NumericEquals', 'NumericLessThan', 'NumericGreaterThan', 'NumericLessThanEquals', 'NumericGreaterThanEquals'] as const;
const TIME = [
  'TimestampEquals',
  'TimestampLessThan',
  'TimestampGreaterThan',
  'TimestampLessThanEquals',
  'TimestampGreaterThanEquals',
] as const;
const KIND = ['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'] as const;

const each = <T extends z.ZodType>(names: readonly string[], type: T) => Object.fromEntries(names.map((name) => [name, type.optional()]));
const path = z.string().startsWith('$', 'A path begins with `$`.');
const compared = [...TEXT, ...NUMBER, ...TIME, 'BooleanEquals'].filter((name) => name !== 'StringMatches');

const COMPARISONS: Record<string, z.ZodType> = {
  ...each(TEXT, z.string()),
  ...each(NUMBER, z.number()),
  ...each(TIME, z.iso.datetime({ offset: true })),
  ...each(['BooleanEquals', ...KIND], z.boolean()),
  ...each(
    compared.map((name) => `${name}Path`),
    path,
  ),
};

/** A test without a `Next`: one comparison, or others combined. */
export type Test = {
  readonly Variable?: string | undefined;
  readonly And?: readonly Test[] | undefined;
  readonly Or?: readonly Test[] | undefined;
  readonly Not?: Test | undefined;
  readonly [comparison: string]: Json | readonly Test[] | Test | undefined;
};

const Test: z.ZodType<Test> = z.lazy(() =>
  z
    .strictObject({
      Variable: path.optional(),
      And: z.array(Test).min(1).optional(),
      Or: z.array(Test).min(1).optional(),
      Not: Test.optional(),
      Comment: z.string().optional(),
      ...COMPARISONS,
    })
    .superRefine((test, context) => complain(test, context)),
) as z.ZodType<Test>;

/** One row of a Choice: a test, and where it leads. */
export const ChoiceRule = z
  .strictObject({
    Next: z.string().min(1).max(80),
    Variable: path.optional(),
    And: z.array(Test).min(1).optional(),
    Or: z.array(Test).min(1).optional(),
    Not: Test.optional(),
    Comment: z.string().optional(),
    ...COMPARISONS,
  })
  .superRefine((test, context) => complain(test, context));
export type ChoiceRule = Test & { readonly Next: string };

/** What is compared, by name; empty for a test made of others. */
export const comparisonsIn = (test: object): string[] => Object.keys(test).filter((name) => Object.hasOwn(COMPARISONS, name));

function complain(test: object, context: z.RefinementCtx): void {
  const combined = ['And', 'Or', 'Not'].filter((name) => name in test).length;
  const comparisons = comparisonsIn(test).length;
  if (combined + comparisons !== 1) context.addIssue({ code: 'custom', message: 'Exactly one comparison, And, Or or Not is expected.' });
  else if (comparisons === 1 && !('Variable' in test))
    context.addIssue({ code: 'custom', path: ['Variable'], message: 'A comparison needs its Variable.' });
}
