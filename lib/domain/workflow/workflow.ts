import { z } from 'zod';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Instant, Seconds } from '../kernel/time.ts';
import { type DefinitionFault, readMachine } from './definition.ts';
import type { Paths } from './path.ts';

export const BACKENDS = ['local', 'stepfunctions', 'mistral-v2'] as const;
export type Backend = (typeof BACKENDS)[number];

/** What is run when a recovery says WORKFLOW: a definition of our own, or the name of one that another service has. */
export type Workflow = {
  readonly id: string;
  readonly project: string;
  readonly user: string;
  readonly domain: string | null;
  readonly name: string;
  readonly backend: Backend;
  /** `local`: a state machine. `stepfunctions`: `state_machine_arn`. `mistral-v2`: `workflow_name`, and `namespace` if it has one. */
  readonly definition: JsonObject;
  /** How long one run may take, when whoever starts it does not say. */
  readonly timeout: Seconds;
  readonly createdAt: Instant;
  readonly updatedAt: Instant | null;
  readonly version: number;
};

/** Seconds a run may take when nobody says, and at most. */
export const DEFAULT_RUN_TIMEOUT = 3_600;
export const LONGEST_RUN = 86_400;

export const StateMachineReference = z.strictObject({
  state_machine_arn: z
    .string()
    .regex(/^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[\w.-]{1,80}$/, 'The ARN of a standard state machine is expected'),
});
export const MistralReference = z.strictObject({ workflow_name: z.string().min(1).max(255), namespace: z.string().max(255).default('') });

/** What is wrong with a definition for this backend; empty when nothing is. Pointers begin at the definition. */
export function definitionFaults(backend: Backend, definition: Json, paths: Paths): readonly DefinitionFault[] {
  if (backend === 'local') {
    const read = readMachine(definition, paths);
    return read.kind === 'fault' ? read.faults : [];
  }
  const read = (backend === 'stepfunctions' ? StateMachineReference : MistralReference).safeParse(definition);
  return read.success
    ? []
    : read.error.issues.map(({ path, message }) => ({ pointer: path.map((part) => `/${String(part)}`).join(''), message: `${message}.` }));
}
