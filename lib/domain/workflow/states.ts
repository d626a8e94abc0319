import { z } from 'zod';
import type { Json } from '../kernel/json.ts';
import { ChoiceRule } from './choice-schema.ts';
import { stepsOf } from './path.ts';

/** A payload template, looked through for paths later. */
const template = z.custom<Json>((value) => typeof value === 'object' && value !== null, 'An object or a list is expected.');
const anything = z.custom<Json>((value) => value !== undefined, 'A value is expected.');
const path = z.string().startsWith('$', 'A path begins with `$`.');
const nullablePath = path.nullable();
const reference = z.string().refine((text) => stepsOf(text) !== undefined, 'A Reference Path is expected, one that leads to one place.');
const stateName = z.string().min(1).max(80);
const count = z.int().min(0).max(99_999_999);
const positive = z.int().min(1).max(99_999_999);

const any = { Comment: z.string().optional() };
const flow = { Next: stateName.optional(), End: z.literal(true).optional() };
const through = { InputPath: nullablePath.optional(), OutputPath: nullablePath.optional() };
const result = { Parameters: template.optional(), ResultSelector: template.optional(), ResultPath: reference.nullable().optional() };

const errors = z.array(z.string().min(1)).min(1);
const Retrier = z.strictObject({
  ErrorEquals: errors,
  IntervalSeconds: positive.optional(),
  MaxAttempts: count.optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: positive.max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
  ...any,
});
const Catcher = z.strictObject({ ErrorEquals: errors, Next: stateName, ResultPath: reference.nullable().optional(), ...any });
const care = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };
export type Retrier = z.infer<typeof Retrier>;
export type Catcher = z.infer<typeof Catcher>;

const Pass = z.strictObject({
  Type: z.literal('Pass'),
  Result: anything.optional(),
  Parameters: template.optional(),
  ResultPath: reference.nullable().optional(),
  ...any,
  ...flow,
  ...through,
});
const Task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.string(),
  TimeoutSeconds: positive.optional(),
  TimeoutSecondsPath: path.optional(),
  ...any,
  ...flow,
  ...through,
  ...result,
  ...care,
});
const Choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(ChoiceRule).min(1),
  Default: stateName.optional(),
  ...any,
  ...through,
});
const Wait = z.strictObject({
  Type: z.literal('Wait'),
  Seconds: count.optional(),
  Timestamp: z.iso.datetime({ offset: true }).optional(),
  SecondsPath: path.optional(),
  TimestampPath: path.optional(),
  ...any,
  ...flow,
  ...through,
});
const Succeed = z.strictObject({ Type: z.literal('Succeed'), ...any, ...through });
const Fail = z.strictObject({
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  Cause: z.string().optional(),
  ErrorPath: z.string().optional(),
  CausePath: z.string().optional(),
  ...any,
});
/** States and where to begin among them: a whole machine, a branch, or what is done with each item. */
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
const nested: z.ZodType<States> = z.lazy(() => Inner);
const processor: z.ZodType<States> = z.lazy(() => Processor);

const Parallel = z.strictObject({
  Type: z.literal('Parallel'),
  Branches: z.array(nested).min(1).max(40),
  ...any,
  ...flow,
  ...through,
  ...result,
  ...care,
});
const Each = z.strictObject({
  Type: z.literal('Map'),
  ItemsPath: path.optional(),
  ItemSelector: template.optional(),
  ItemProcessor: processor,
  MaxConcurrency: count.optional(),
  ...any,
  ...flow,
  ...through,
  ResultSelector: template.optional(),
  ResultPath: reference.nullable().optional(),
  ...care,
});

const State = z.discriminatedUnion('Type', [Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Each]);
const Inner = z.strictObject({ StartAt: stateName, States: z.record(stateName, State), ...any });
const Processor = Inner.extend({ ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE').optional() }).optional() });

/** A whole state machine, as the States Language writes it. What is not supported here does not fit, and so is refused and never ignored. */
export const Machine = Inner.extend({
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: positive.optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
});

export type Machine = z.infer<typeof Machine>;
export type PassState = z.infer<typeof Pass>;
export type TaskState = z.infer<typeof Task>;
export type ChoiceState = z.infer<typeof Choice>;
export type WaitState = z.infer<typeof Wait>;
export type FailState = z.infer<typeof Fail>;
export type ParallelState = z.infer<typeof Parallel>;
export type MapState = z.infer<typeof Each>;
export type State = z.infer<typeof State>;
