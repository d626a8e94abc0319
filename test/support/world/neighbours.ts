import { silence } from '../../../lib/domain/action/attempt.ts';
import { type BalanceCall, type Outcome, type RunCall, SERVICE_TIMEOUT, type ServiceCall } from '../../../lib/domain/action/call.ts';
import { permanent, transient } from '../../../lib/domain/kernel/fault.ts';
import { type Instant, seconds } from '../../../lib/domain/kernel/time.ts';
import type { Services } from '../../../lib/ports/services.ts';
import type { Chaos } from './chaos.ts';
import type { Journey } from './cloud.ts';

/** Whom actions ask beside the cloud: who is told of hooks, and the load balancers. They answer, or do not, like the cloud. */
export class Neighbours {
  /** `cluster node` of every member of a balancer. */
  readonly members = new Set<string>();
  /** Workflows that run, with the action that waits for each. */
  readonly runs = new Map<string, string>();
  private readonly halted = new Set<string>();
  private readonly ended = new Map<string, Outcome>();
  /** Server groups, by their names. */
  readonly groups = new Set<string>();
  /** The tokens that were told to somebody. */
  readonly tokens: string[] = [];

  constructor(private readonly facts: { readonly chaos: Chaos; readonly now: () => Instant }) {}

  seenBy(journey: Omit<Journey, 'calls'> & { readonly calls: (call: ServiceCall) => void }): Services {
    return {
      announce: (call) =>
        this.travel(journey, call, () => {
          this.tokens.push(String(call.message.lifecycle_action_token));
          return { kind: 'ok' };
        }),
      arrange: (call) =>
        this.travel(journey, call, () => {
          this.groups.add(call.group.name);
          return { kind: 'ok', data: { servergroup_id: call.group.name, inherited_group: false } };
        }),
      disband: (call) =>
        this.travel(journey, call, () => {
          this.groups.delete(call.id ?? call.group.name);
          return { kind: 'ok' };
        }),
      balance: (call) => this.travel(journey, call, () => this.balance(call)),
      run: (call) => this.travel(journey, call, () => this.run(call)),
      halt: (call) =>
        this.travel(journey, call, () => {
          this.runs.delete(call.token);
          this.halted.add(call.token);
          return { kind: 'ok' };
        }),
    };
  }

  /** A workflow that takes its time and then ends, well or badly. One that was stopped does not begin any more. */
  private run({ token, caller }: RunCall): Outcome {
    const { chaos } = this.facts;
    const failed = (code: string): Outcome => ({ kind: 'fault', fault: permanent(code, 'the workflow came to nothing') });
    if (this.halted.has(token)) return failed('workflow.aborted');
    const ended = this.ended.get(token);
    if (ended) return ended;
    if (!this.runs.has(token) || chaos.chance(3)) {
      this.runs.set(token, caller.id);
      return { kind: 'pending', again: seconds(4) };
    }
    this.runs.delete(token);
    const end: Outcome = chaos.chance(4) ? failed('workflow.failed') : { kind: 'ok', data: { output: {} } };
    this.ended.set(token, end);
    return end;
  }

  private balance({ ask, balancer: { clusterId }, members }: BalanceCall): Outcome {
    const keys = members.map(({ nodeId }) => `${clusterId} ${nodeId}`);
    if (ask === 'add') for (const key of keys) this.members.add(key);
    if (ask === 'remove') for (const key of keys) this.members.delete(key);
    if (ask === 'raze') for (const key of this.members) if (key.startsWith(`${clusterId} `)) this.members.delete(key);
    return { kind: 'ok', data: Object.fromEntries(members.map(({ nodeId }) => [nodeId, `member ${nodeId}`])) };
  }

  private async travel<C extends ServiceCall>(
    journey: Omit<Journey, 'calls'> & { readonly calls: (call: C) => void },
    call: C,
    effect: () => Outcome,
  ): Promise<Outcome> {
    const { chaos, now } = this.facts;
    const asked = now();
    const unanswered = (): Outcome => ({ kind: 'fault', fault: silence('service', SERVICE_TIMEOUT) });
    const tooLate = () => now() - asked >= SERVICE_TIMEOUT * 1000;
    journey.calls(call);
    if (chaos.chance(9)) return { kind: 'fault', fault: transient('service.busy', 'slow down') };
    if (chaos.chance(23)) return { kind: 'fault', fault: permanent('service.refused', 'it is not done here') };
    if (chaos.chance(11)) return { kind: 'pending', again: seconds(4), memory: {} };
    await journey.pause();
    if (tooLate()) return unanswered();
    const outcome = effect();
    await journey.pause();
    journey.mayDie();
    return tooLate() || chaos.chance(13) ? unanswered() : outcome;
  }
}
