import { silence } from '../../domain/action/attempt.ts';
import { type BalanceCall, type Outcome, SERVICE_TIMEOUT, type ServiceCall } from '../../domain/action/call.ts';
import { permanent, transient } from '../../domain/kernel/fault.ts';
import { type Instant, seconds } from '../../domain/kernel/time.ts';
import type { Services } from '../../ports/services.ts';
import type { Chance } from '../chance.ts';
import type { Journey } from '../cloud.ts';

/** Whom actions ask beside the cloud: who is told of hooks, the load balancers, who keeps groups. They answer, or do not, like the cloud. */
export class Neighbours {
  /** `cluster node` of every member of a balancer. */
  readonly members = new Set<string>();
  /** Server groups, by their names. */
  readonly groups = new Set<string>();
  /** The tokens that were told to somebody. */
  readonly tokens: string[] = [];

  constructor(private readonly facts: { readonly chance: Chance; readonly now: () => Instant }) {}

  seenBy(journey: Journey<ServiceCall>): Services {
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
    };
  }

  /** A question to somebody beside the cloud, on its way like any other. */
  async travel<C extends ServiceCall>(journey: Journey<C>, call: C, effect: () => Outcome | Promise<Outcome>): Promise<Outcome> {
    const { chance, now } = this.facts;
    const asked = now();
    const unanswered = (): Outcome => ({ kind: 'fault', fault: silence('service', SERVICE_TIMEOUT) });
    const tooLate = () => now() - asked >= SERVICE_TIMEOUT * 1000;
    journey.calls(call);
    if (chance.strikes('F15', 9)) return { kind: 'fault', fault: transient('service.busy', 'slow down') };
    if (chance.strikes('F10', 23)) return { kind: 'fault', fault: permanent('service.refused', 'it is not done here') };
    if (chance.strikes('F15', 11)) return { kind: 'pending', again: seconds(4), memory: {} };
    await journey.pause();
    if (tooLate()) return unanswered();
    const outcome = await effect();
    await journey.back();
    return tooLate() || chance.strikes('F09', 13) ? unanswered() : outcome;
  }

  private balance({ ask, balancer: { clusterId }, members }: BalanceCall): Outcome {
    const keys = members.map(({ nodeId }) => `${clusterId} ${nodeId}`);
    if (ask === 'add') for (const key of keys) this.members.add(key);
    if (ask === 'remove') for (const key of keys) this.members.delete(key);
    if (ask === 'raze') for (const key of this.members) if (key.startsWith(`${clusterId} `)) this.members.delete(key);
    return { kind: 'ok', data: Object.fromEntries(members.map(({ nodeId }) => [nodeId, `member ${nodeId}`])) };
  }
}
