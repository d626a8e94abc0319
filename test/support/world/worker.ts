import type { App } from '../../../lib/app/app.ts';
import { ProfileNames } from '../../../lib/app/profiles/profile-names.ts';
import { ask } from '../../../lib/composition/ask.ts';
import { mix } from '../../../lib/domain/kernel/ids.ts';
import { seconds } from '../../../lib/domain/kernel/time.ts';
import { DEFAULT_LIMITS } from '../../../lib/domain/policy/policy-type.ts';
import { profileTypes } from '../../../lib/domain/profile/catalogue.ts';
import { cronCalendar } from '../../../lib/platform/cron-calendar.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';
import type { Nudges } from '../../../lib/ports/nudges.ts';
import { memoryReception } from '../memory-reception.ts';
import { nowhere } from '../nowhere.ts';
import { plainSealing } from '../plain-sealing.ts';
import type { World } from '../world.ts';

/** A process that was killed: it says and writes nothing any more. */
export class Killed extends Error {}

/** The store or the network had a bad moment: an error nobody promised would not come. */
export class Unlucky extends Error {}

/** One process of the service: everything it does can be held up, and it can be killed at every await. */
export class Worker {
  private dead = false;
  readonly app: App;

  constructor(
    private readonly world: World,
    readonly name: string,
  ) {
    const store = this.store();
    const clock = { now: () => this.world.now };
    const driver = world.cloud.seenBy({
      pause: this.pause,
      mayDie: () => {
        if (world.chaos.chance(17)) this.dead = true;
      },
      calls: (call) => {
        world.note(`${this.name} asks the cloud to ${call.to} ${world.call(call.resource.owner.nodeId)}`);
        if (call.to === 'ensure' && call.token !== undefined) world.making(call.resource.owner.nodeId, call.token);
      },
    });
    const services = world.neighbours.seenBy({
      pause: this.pause,
      mayDie: () => {
        if (world.chaos.chance(17)) this.dead = true;
      },
      calls: (call) => world.note(`${this.name} asks beside the cloud to ${'ask' in call ? call.ask : call.to}`),
    });
    this.app = {
      store,
      clock,
      drivers: () => driver,
      services,
      nudges: this.nudges(),
      mostNodes: world.mostNodes,
      margin: seconds(5),
      random: { entropy: () => world.entropy(), secret: () => String(mix(name, 7)) },
      outgoing: nowhere,
      reception: memoryReception(),
      sealing: plainSealing,
      profileNames: new ProfileNames(store, clock),
      profileTypes,
      policyLimits: DEFAULT_LIMITS,
      defaultTimeout: seconds(3_600),
      calendar: cronCalendar,
      scheduleFloor: seconds(60),
      ask,
    };
  }

  private pause = async (): Promise<void> => {
    this.alive();
    await this.world.pause();
    await this.moment();
  };

  private async moment(): Promise<void> {
    this.alive();
    if ((await this.world.moment(this.name)) === 'dead') this.dead = true;
    this.alive();
  }

  private alive(): void {
    if (this.dead) throw new Killed();
  }

  private mayDie(): void {
    if (!this.world.chaos.chance(17)) return;
    this.dead = true;
    throw new Killed();
  }

  private store(): DocumentStore {
    const { world } = this;
    const { store } = world;
    return {
      get: async (kind, ref) => {
        await this.pause();
        return store.get(kind, ref);
      },
      getMany: async (kind, refs) => {
        await this.pause();
        return store.getMany(kind, refs);
      },
      list: (kind, project, page) => store.list(kind, project, page),
      find: (kind, project, text) => store.find(kind, project, text),
      due: (now, limit) => store.due(now, limit),
      findByPhysicalId: (physicalId) => store.findByPhysicalId(physicalId),
      findRun: (name) => store.findRun(name),
      projects: () => store.projects(),
      commit: async (writes) => {
        await this.pause();
        this.mayDie();
        if (world.chaos.chance(29)) throw new Unlucky('the table did not answer');
        const answer = world.chaos.chance(19) ? 'stale' : await world.commit(writes, this.name);
        await this.moment();
        this.mayDie();
        if (world.chaos.chance(29)) throw new Unlucky('the table did not answer in time');
        return answer;
      },
    };
  }

  private nudges(): Nudges {
    return {
      send: async (nudges, delay = seconds(0)) => {
        this.alive();
        for (const nudge of nudges) this.world.carry(nudge, delay);
        await this.moment();
        this.mayDie();
      },
    };
  }
}
