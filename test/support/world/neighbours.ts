import { silence } from '../../../lib/domain/action/attempt.ts';
import { type BalanceCall, type Outcome, SERVICE_TIMEOUT, type ServiceCall } from '../../../lib/domain/action/call.ts';
import { permanent, transient } from '../../../lib/domain/kernel/fault.ts';
import { type Instant, seconds } from '../../../lib/domain/kernel/time.ts';
import type { Services } from '../../../lib/ports/services.ts';
import type { Chaos } from './chaos.ts';
import type { Journey } from './cloud.ts';

/** Whom actions ask beside the cloud: who is told of hooks, and the load balancers. They answer, or do not, like the cloud. */
export class Neighbours {
  /** `cluster node` of every member of a balancer. */
  readonly members = new Set<string>();
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
      balance: (call) => this.travel(journey, call, () => this.balance(call)),
    };
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
