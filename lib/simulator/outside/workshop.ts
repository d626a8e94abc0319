import { transient } from '../../domain/kernel/fault.ts';
import type { Ended } from '../../domain/workflow/run.ts';
import type { BackendAnswer, WorkflowBackend } from '../../ports/workflow-backend.ts';
import type { Chance } from '../chance.ts';

type Job = { end: Ended | undefined; stopped: boolean; stuck: boolean };

const FAILED: Ended = { status: 'FAILED', error: 'Mending.Failed', cause: 'the workflow came to nothing' };
const DONE: Ended = { status: 'SUCCEEDED', output: {} };

/** A service that runs workflows: they take their time and end, well or badly. With F27 some never end, or end otherwise once they were stopped. */
export class Workshop implements WorkflowBackend {
  private readonly jobs = new Map<string, Job>();

  constructor(private readonly chance: Chance) {}

  /** Runs that go on, by name. */
  get running(): readonly string[] {
    return [...this.jobs].filter(([, { end, stopped }]) => !end && !stopped).map(([name]) => name);
  }

  async start({ name }: { readonly name: string }): Promise<BackendAnswer> {
    if (this.chance.strikes('F27', 9)) return this.away();
    const known = this.jobs.get(name);
    if (!known) this.jobs.set(name, { end: undefined, stopped: false, stuck: this.chance.strikes('F27', 8) });
    return this.tell(name);
  }

  async look({ name }: { readonly name: string }): Promise<BackendAnswer> {
    return this.chance.strikes('F27', 9) ? this.away() : this.tell(name);
  }

  async stop({ name }: { readonly name: string }): Promise<{ readonly kind: 'ok' } | Extract<BackendAnswer, { kind: 'fault' }>> {
    if (this.chance.strikes('F27', 9)) return this.away();
    const job = this.jobs.get(name);
    // It ended all the same, after it was stopped.
    if (job && !job.end) job.end = this.chance.strikes('F27', 5) ? DONE : undefined;
    if (job) job.stopped = true;
    return { kind: 'ok' };
  }

  private away = (): Extract<BackendAnswer, { kind: 'fault' }> => ({
    kind: 'fault',
    fault: transient('workflow.backend.unreachable', 'nobody is in the workshop'),
  });

  private tell(name: string): BackendAnswer {
    const job = this.jobs.get(name);
    const external = `job-${name}`;
    if (!job) return this.away();
    if (job.stopped && !job.end) return { kind: 'ended', external, end: { status: 'ABORTED', error: 'Stopped', cause: 'it was stopped' } };
    const isOver = job.end !== undefined || (!job.stuck && !this.chance.chance(3));
    if (!isOver) return { kind: 'running', external };
    job.end ??= this.chance.chance(4) ? FAILED : DONE;
    return { kind: 'ended', external, end: job.end };
  }
}
