import { silence } from '../../../lib/domain/action/attempt.ts';
import type { DriverCall, Outcome } from '../../../lib/domain/action/call.ts';
import { permanent, transient } from '../../../lib/domain/kernel/fault.ts';
import { type Instant, seconds } from '../../../lib/domain/kernel/time.ts';
import { type FakeCloud, fakeCloud, type Thing } from '../../../lib/drivers/fake/cloud.ts';
import { fakeDriver } from '../../../lib/drivers/fake/driver.ts';
import { markSigner } from '../../../lib/platform/mark-signer.ts';
import type { Driver } from '../../../lib/ports/driver.ts';
import type { Chaos } from './chaos.ts';

/** A call as it leaves: with the token of what it is to make, where it is to make something. */
type Call = Pick<DriverCall, 'to' | 'resource'> & { readonly token?: string };

/** What a call meets on its way: where it may be held up, and whether its worker dies while it is out. */
export type Journey = {
  readonly pause: () => Promise<void>;
  readonly mayDie: () => void;
  readonly calls: (call: Call) => void;
};

export type CloudFacts = {
  readonly chaos: Chaos;
  readonly now: () => Instant;
  /** Whether a request its client gave up on may still take effect, at any time after. Then only the sweep can tidy up. */
  readonly late: boolean;
};

/** One cloud for all workers, with every fault a cloud can have. What it does when it does something is the shipped fake driver's business. */
export class Cloud {
  readonly cloud: FakeCloud = fakeCloud();
  /** Requests whose clients gave up, and which may yet take effect. */
  readonly stragglers: (() => Promise<unknown>)[] = [];
  private readonly driver: Driver;
  /** What was asked to go, whether it went or not: tokens and physical ids. */
  private readonly askedToGo = new Set<string>();

  constructor(private readonly facts: CloudFacts) {
    this.driver = fakeDriver({ clock: { now: facts.now }, cloud: this.cloud, installation: 'world', signer: markSigner(['world']) });
  }

  get things(): readonly Thing[] {
    return [...this.cloud.things.values()];
  }

  /** Whether it was ever asked to go. */
  isAskedToGo = ({ token, physicalId }: Thing): boolean => this.askedToGo.has(token ?? '') || this.askedToGo.has(physicalId);

  get callTimeout() {
    return this.driver.callTimeout;
  }

  /** The cloud as one worker reaches it. */
  seenBy(journey: Journey): Driver {
    const { driver } = this;
    return {
      ...driver,
      callTimeout: driver.callTimeout,
      ensure: (call) => this.travel(journey, { to: 'ensure', ...call }, () => driver.ensure(call)),
      remove: (call) => this.travel(journey, { to: 'remove', ...call }, () => driver.remove(call)),
      check: (call) => this.travel(journey, { to: 'check', ...call }, () => driver.check(call)),
      operate: (call) => this.travel(journey, { to: 'operate', ...call }, () => driver.operate(call)),
      update: (call) => this.travel(journey, { to: 'update', ...call }, () => driver.update(call)),
      own: (call) => this.travel(journey, { to: 'own', ...call }, () => driver.own(call)),
    };
  }

  /** A request goes out, takes effect or not, and is answered or not. A client waits no longer than the driver promises. */
  private async travel(journey: Journey, call: Call, effect: () => Promise<Outcome>): Promise<Outcome> {
    const { chaos, now, late } = this.facts;
    const asked = now();
    const unanswered = (): Outcome => ({ kind: 'fault', fault: silence('driver', this.callTimeout) });
    const tooLate = () => now() - asked >= this.callTimeout * 1000;
    journey.calls(call);
    const { token, physicalId } = call.resource;
    if (call.to === 'remove') for (const name of [token, physicalId]) if (name !== null) this.askedToGo.add(name);
    if (chaos.chance(9))
      return { kind: 'fault', fault: transient('driver.throttled', 'slow down', chaos.chance(3) ? seconds(20) : undefined) };
    if (chaos.chance(19)) return { kind: 'fault', fault: transient('driver.capacity', 'no room') };
    if (chaos.chance(23)) return { kind: 'fault', fault: permanent('driver.refused', 'it is not done here') };
    if (chaos.chance(11)) return { kind: 'pending', again: seconds(chaos.chance(3) ? 90 : 4), memory: call.resource.memory };
    await journey.pause();
    if (tooLate()) {
      if (late && chaos.chance(2)) this.stragglers.push(effect);
      return unanswered();
    }
    const outcome = await effect();
    await journey.pause();
    journey.mayDie();
    return tooLate() || chaos.chance(13) ? unanswered() : outcome;
  }
}
