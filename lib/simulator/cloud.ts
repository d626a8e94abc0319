import { silence } from '../domain/action/attempt.ts';
import type { DriverCall, Outcome } from '../domain/action/call.ts';
import { permanent, transient } from '../domain/kernel/fault.ts';
import { type Instant, seconds } from '../domain/kernel/time.ts';
import { type FakeCloud, fakeCloud, type Thing } from '../drivers/fake/cloud.ts';
import { fakeDriver } from '../drivers/fake/driver.ts';
import { markSigner } from '../platform/mark-signer.ts';
import type { CallTo, Driver } from '../ports/driver.ts';
import type { Chance } from './chance.ts';
import type { Weather } from './weather.ts';

/** A call as it leaves: with the token of what it is to make, where it is to make something. */
export type Outgo = Pick<DriverCall, 'to' | 'resource'> & { readonly token?: string };

/** What a call meets on its way: where it may be held up, and whether its worker dies while it is out. */
export type Journey<C> = {
  readonly pause: () => Promise<void>;
  /** After the effect, before the answer. */
  readonly back: () => Promise<void>;
  readonly calls: (call: C) => void;
};

export type CloudFacts = {
  readonly chance: Chance;
  readonly weather: Weather;
  readonly now: () => Instant;
  /** Whether a request its client gave up on may still take effect, at any time after. Then only the sweep can tidy up. */
  readonly late: boolean;
};

/** A fault of a cloud, as a driver says it. */
const fault = (is: typeof transient | typeof permanent, code: string, message: string, again?: number): Outcome => ({
  kind: 'fault',
  fault: is(code, message, again === undefined ? undefined : seconds(again)),
});

/** One cloud for all workers, with every fault a cloud can have. What it does when it does something is the shipped fake driver's business. */
export class Cloud {
  readonly cloud: FakeCloud = fakeCloud();
  /** Requests whose clients gave up, and which may yet take effect. */
  readonly stragglers: (() => Promise<unknown>)[] = [];
  private readonly driver: Driver;
  /** What was asked to go, whether it went or not: tokens and physical ids. */
  private readonly askedToGo = new Set<string>();

  /** @param own what is put in the place of the shipped driver */
  constructor(
    private readonly facts: CloudFacts,
    own: (driver: Driver, cloud: FakeCloud) => Driver = (driver) => driver,
  ) {
    this.driver = own(
      fakeDriver({ clock: { now: facts.now }, cloud: this.cloud, installation: 'world', signer: markSigner(['world']) }),
      this.cloud,
    );
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
  seenBy(journey: Journey<Outgo>): Driver {
    const { driver } = this;
    return {
      ...driver,
      callTimeout: driver.callTimeout,
      ensure: (call) => this.travel(journey, { to: 'ensure', ...call }, () => driver.ensure(call)),
      remove: (call) => this.travel(journey, { to: 'remove', ...call }, () => driver.remove(call)),
      check: (call) => this.travel(journey, { to: 'check', ...call }, () => this.look(call)),
      operate: (call) => this.travel(journey, { to: 'operate', ...call }, () => driver.operate(call)),
      update: (call) => this.travel(journey, { to: 'update', ...call }, () => driver.update(call)),
      own: (call) => this.travel(journey, { to: 'own', ...call }, () => driver.own(call)),
    };
  }

  /** A cloud that knows late does not know what it made a moment ago. */
  private async look(call: CallTo<'check'>): Promise<Outcome> {
    const seen = await this.driver.check(call);
    if (seen.kind !== 'ok' || !this.facts.chance.strikes('F11', 15)) return seen;
    return { kind: 'unhealthy', reason: 'the cloud has not heard of it yet', gone: true };
  }

  /** A request goes out, takes effect or not, and is answered or not. A client waits no longer than the driver promises. */
  private async travel(journey: Journey<Outgo>, call: Outgo, effect: () => Promise<Outcome>): Promise<Outcome> {
    const { chance, now, late } = this.facts;
    const asked = now();
    const unanswered = (): Outcome => ({ kind: 'fault', fault: silence('driver', this.callTimeout) });
    const tooLate = () => now() - asked >= this.callTimeout * 1000;
    journey.calls(call);
    const { token, physicalId } = call.resource;
    if (call.to === 'remove') for (const name of [token, physicalId]) if (name !== null) this.askedToGo.add(name);
    const refused = this.refusal(call);
    if (refused) return refused;
    await journey.pause();
    if (tooLate()) {
      if (late && chance.strikes('F09', 2)) this.stragglers.push(effect);
      return unanswered();
    }
    const outcome = await effect();
    await journey.back();
    if (chance.strikes('F10', 40)) return fault(transient, 'driver.broke-off', 'it broke off half-way');
    return tooLate() || chance.strikes('F09', 13) ? unanswered() : outcome;
  }

  /** What is answered at once, and nothing done. */
  private refusal(call: Outgo): Outcome | undefined {
    const { chance, weather } = this.facts;
    if (weather.lasts('F16', 250, [20, 200])) return fault(transient, 'driver.unauthorized', 'it does not know who we are just now');
    if (weather.lasts('F15', 250, [30, 300, 1_500])) return fault(transient, 'driver.unreachable', 'nobody answers there');
    if (chance.strikes('F15', 9)) return fault(transient, 'driver.throttled', 'slow down', chance.chance(3) ? 20 : undefined);
    if (chance.strikes('F10', 19)) return fault(transient, 'driver.capacity', 'no room');
    if (chance.strikes('F10', 23)) return fault(permanent, 'driver.refused', 'it is not done here');
    if (chance.strikes('F15', 11)) return { kind: 'pending', again: seconds(chance.chance(3) ? 90 : 4), memory: call.resource.memory };
    return undefined;
  }
}
