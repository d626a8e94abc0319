import type { App } from '../app/app.ts';
import { callsJournal } from '../app/journal/calls-journal.ts';
import { wholeCommits } from '../app/whole-commits.ts';
import type { RunPorts } from '../app/workflows/run-ports.ts';
import { haltWorkflow, runWorkflow } from '../app/workflows/run-workflow.ts';
import type { ServiceCall } from '../domain/action/call.ts';
import { after, type Instant, instant, seconds } from '../domain/kernel/time.ts';
import { jsonPath } from '../platform/json-path.ts';
import { sha256Digest } from '../platform/sha256-digest.ts';
import { sqsNudges } from '../platform/sqs-nudges.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Nudges } from '../ports/nudges.ts';
import type { Patience } from '../ports/patience.ts';
import type { Services } from '../ports/services.ts';
import { bareApp } from './bare-app.ts';
import type { Journey } from './cloud.ts';
import { Killed } from './death.ts';
import { Fence } from './fence.ts';
import { heedCall } from './laws/making.ts';
import { BURIED } from './outside/attic.ts';
import { shakyTable } from './shaky-table.ts';
import type { World } from './world.ts';

/** No function of AWS lives longer, whatever it is doing: docs/explanation/journal.md counts on it. */
const LONGEST_LIFE = seconds(900);
const SKEWS = [-300, -45, 7, 60, 300];

/** One process of the service: everything it does can be held up, and it can be killed at every await. */
export class Process {
  readonly runs: RunPorts;
  readonly nudges: Nudges;
  private made: App | undefined;
  private dead = false;
  private readonly epoch: number;
  private readonly end: Instant;
  private readonly fence: Fence;
  /** How far its clock is off, in milliseconds. */
  private readonly skew: number;

  /** @param project whose request it is about, when it is a request: it has no business in any other */
  constructor(
    private readonly world: World,
    readonly name: string,
    project?: string,
  ) {
    const { chance, epoch } = world;
    this.epoch = epoch;
    this.end = after(world.now, LONGEST_LIFE);
    this.fence = new Fence(world, { name, project, since: world.beginning() });
    this.skew = chance.strikes('F13', 6) ? (SKEWS[chance.roll(SKEWS.length)] ?? 0) * 1_000 : 0;
    if (this.skew !== 0) world.note(() => `the clock of ${name} is off by ${this.skew / 1_000} s`);
    this.nudges = this.sending();
    this.runs = { paths: jsonPath.all, digest: sha256Digest, backends: { 'mistral-v2': world.workshop } };
  }

  /** Made for whoever asks: to ring a bell it takes no more than what is sent by. */
  get app(): App {
    this.made ??= this.make();
    return this.made;
  }

  private make(): App {
    const { world, nudges } = this;
    const clock = { now: (): Instant => instant(world.now + this.skew) };
    const kept = this.store(clock);
    const store = world.facts.told ? callsJournal(kept, nudges, clock) : kept;
    const driver = world.cloud.seenBy({
      ...this.journey,
      calls: (call) => {
        world.note(() => `${this.name} asks the cloud to ${call.to} ${world.call(call.resource.owner.nodeId)}`);
        heedCall(world, call);
      },
    });
    return bareApp({
      store,
      clock,
      nudges,
      drivers: () => driver,
      services: this.services(),
      mostNodes: world.facts.defects?.mostNodes ?? world.mostNodes,
      random: world.random,
      patience: this.patience,
      outgoing: world.listeners.outgoing,
      sealing: world.sealing,
      reception: world.reception,
      quotas: world.quotas,
      prices: world.facts.prices,
    });
  }

  get isDead(): boolean {
    return this.dead || this.epoch !== this.world.epoch || this.world.now >= this.end;
  }

  private services(): Services {
    const { world } = this;
    const journey: Journey<ServiceCall> = {
      ...this.journey,
      calls: (call) => world.note(() => `${this.name} asks beside the cloud to ${'ask' in call ? call.ask : call.to}`),
    };
    return {
      ...world.neighbours.seenBy(journey),
      run: (call) => world.neighbours.travel(journey, call, () => runWorkflow(this.app, this.runs)(call)),
      halt: (call) => world.neighbours.travel(journey, call, () => haltWorkflow(this.app, this.runs)(call)),
    };
  }

  /** What it meets on its way to somebody outside. */
  readonly journey: Omit<Journey<unknown>, 'calls'> = {
    pause: () => this.pause('call'),
    back: async () => {
      await this.pause();
      await this.point('after call');
      if (this.world.chance.strikes('F01', 17)) this.dead = true;
    },
  };

  private patience: Patience = (answer, milliseconds) => {
    const { world } = this;
    return Promise.race([answer, world.sleepUntil(instant(world.now + milliseconds))]);
  };

  /** Before it does something. @param what it does, where that is of consequence */
  private async pause(what?: string): Promise<void> {
    this.alive();
    await this.world.pause();
    if (what !== undefined) await this.point(`before ${what}`);
    this.alive();
  }

  private async point(where: string): Promise<void> {
    if ((await this.world.moment(this.name, where)) === 'dead') this.dead = true;
  }

  private alive(): void {
    if (this.isDead) throw new Killed();
  }

  private mayDie(): void {
    if (this.world.chance.strikes('F01', 17)) this.dead = true;
    this.alive();
  }

  /** Every process counts for itself what it commits, with what it knows of limits. */
  private store(clock: Clock): DocumentStore {
    const { quotas: defaults, facts } = this.world;
    const table = shakyTable(this.world, {
      name: this.name,
      fence: this.fence,
      pause: (what) => this.pause(what),
      committed: () => this.point('after commit'),
      mayDie: () => this.mayDie(),
    });
    return wholeCommits(table, clock, { defaults, prices: facts.prices }, facts.archived ? BURIED : []);
  }

  private sending(): Nudges {
    const sent = async () => {
      await this.point('after send');
      this.mayDie();
    };
    const client = this.world.post.client(sent, () => this.alive());
    return sqsNudges(
      client,
      (queue) => queue,
      (error) => {
        if (error instanceof Killed) throw error;
      },
    );
  }
}
