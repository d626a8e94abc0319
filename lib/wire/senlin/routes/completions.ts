import type { Answer } from '../../../app/verb.ts';
import type { Completion } from '../../../app/workflows/complete-task.ts';
import { flat } from '../fields/body-shape.ts';
import { optional, required } from '../fields/field.ts';
import { anyJson, text } from '../fields/scalars.ts';
import { v1 } from '../microversion.ts';
import { nothing } from '../reply.ts';
import { type Route, replied, takes } from '../route.ts';

export type CompleteTask = (completion: Completion) => Promise<Answer<object>>;

const completion = flat(
  {
    token: required(text, 'What the task was called with, as `$$.Task.Token`. Good for one answer.'),
    output: optional(anyJson, 'What the task comes to.'),
    error: optional(text, 'The task has failed: by this name it can be caught.'),
    cause: optional(text, 'Why it has failed.'),
  },
  { token: 'demo~ce1c77f5-0000-4000-8000-000000000000~main%231~5f8e', output: { approved: true } },
);

/** Where those answer who were given a task's token. It is all they need. */
export const completionRoutes = (complete: CompleteTask): readonly Route[] => [
  {
    method: 'POST',
    path: '/executions/complete',
    id: 'completeTask',
    summary: 'Complete a task that waits for its token.',
    since: v1(15),
    open: true,
    answer: { status: 204 },
    ...takes(completion, async (_, given) => replied(await complete(given), () => nothing)),
  },
];
