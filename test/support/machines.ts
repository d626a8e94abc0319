import { compile, type JSONValue } from 'json-p3';
import { mix } from '../../lib/domain/kernel/ids.ts';
import type { Json } from '../../lib/domain/kernel/json.ts';
import { type Instant, instant } from '../../lib/domain/kernel/time.ts';
import { advance, wantsAt } from '../../lib/domain/workflow/advance.ts';
import { readMachine } from '../../lib/domain/workflow/definition.ts';
import type { Paths } from '../../lib/domain/workflow/path.ts';
import { begin, type Facts, nameOf, type Run } from '../../lib/domain/workflow/run.ts';
import type { Machine } from '../../lib/domain/workflow/states.ts';
import { type Answer, answered, askings, taskInput } from '../../lib/domain/workflow/task.ts';

export const paths: Paths = (path, document) => {
  try {
    return compile(path)
      .query(document as JSONValue)
      .values() as Json[];
  } catch {
    return undefined;
  }
};

export const START: Instant = instant(1_700_000_000_000);

export const factsAt = (now: Instant): Facts => ({
  now,
  paths,
  about: {
    Execution: { Id: 'exe', Input: {}, Name: 'exe', StartTime: '2023-11-14T22:13:20.000Z' },
    StateMachine: { Id: 'wf', Name: 'wf' },
  },
  chance: (name) => mix(name, 1) / 2 ** 32,
  uuid: (name) => `uuid-${name}`,
});

export function machineOf(definition: Json): Machine {
  const read = readMachine(definition, paths);
  if (read.kind === 'fault') throw new Error(JSON.stringify(read.faults));
  return read.machine;
}

/** What an activity does with its input, and how often it was asked by that name. */
export type Activities = (input: Json, resource: string, name: string) => Answer;

/** Lives a run to its end, with every alarm on time. @param between between any two steps: what a store and a crash do to a run */
export function live(
  definition: Json,
  input: Json,
  activities: Activities = (given) => ({ kind: 'ok', result: given }),
  between: (run: Run) => Run = (run) => run,
): { readonly run: Run; readonly now: Instant; readonly asked: readonly string[] } {
  const machine = machineOf(definition);
  let now = START;
  const asked: string[] = [];
  let run = begin(machine.StartAt, input, now);
  for (let turn = 0; turn < 2_000; turn++) {
    run = between(advance(machine, run, factsAt(now)));
    if (run.ended) return { run, now, asked };
    const [asking] = askings(machine, run, now);
    if (asking) {
      const given = taskInput(machine, asking.branch, factsAt(now), 'the-token');
      const answer: Answer =
        given.kind === 'failed'
          ? { kind: 'failed', failure: given.failure }
          : activities(given.value, asking.activity, nameOf(asking.branch));
      asked.push(nameOf(asking.branch));
      run = between(answered(machine, run, nameOf(asking.branch), answer, factsAt(now)));
      continue;
    }
    const at = wantsAt(run, now);
    if (at === null) throw new Error(`it waits for ever: ${JSON.stringify(run.branches)}`);
    now = at > now ? at : now;
  }
  throw new Error('it does not end');
}
