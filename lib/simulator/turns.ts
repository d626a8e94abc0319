import type { App } from '../app/app.ts';
import { clusteringVerbs } from '../app/clustering-verbs.ts';
import { ringAlarms } from '../app/engine/ring-alarms.ts';
import { dischargesWith } from '../composition/discharges.ts';
import { dischargeAll, stepAll } from '../composition/work.ts';
import { DUTY_QUEUES } from '../domain/duty.ts';
import { after, type Instant, seconds } from '../domain/kernel/time.ts';
import type { Log } from '../platform/json-log.ts';
import { isMisfortune } from './death.ts';
import { Hours } from './hours.ts';
import { eventOf, type Letter } from './post.ts';
import { Process } from './process.ts';
import { sweepOnce, tidyOnce } from './rounds.ts';
import { demo } from './tenants.ts';
import type { Deed, World } from './world.ts';

const MOST_WORKERS = 4;

const IS_DUTY: ReadonlySet<string> = new Set(DUTY_QUEUES);
const FACTS = { paths: { compile: () => undefined, all: () => undefined }, shapeNode: () => ({}), host: 'here' };

/** What happens next: one move after the other, whose chance says. Nothing in a world happens but in a turn. */
export class Turns {
  /** Nobody is held up or killed, whatever the facts say. */
  undisturbed = false;
  /** Awaits of consequence since all that was there at first was there. */
  moments = 0;
  /** What they were about, in order. */
  readonly points: string[] = [];
  private parked: (() => void)[] = [];
  private held: { readonly until: Instant; readonly resume: () => void } | undefined;
  private begun = false;
  private isTidying = false;
  private isGathering = false;
  private busy = 0;
  private serial = 0;
  readonly hours: Hours;
  private failure: unknown;

  constructor(private readonly world: World) {
    this.hours = new Hours(world);
  }

  failIfFailed(): void {
    if (this.failure) throw this.failure;
  }

  areIdle = (): boolean => this.busy === 0;

  /** From here on it counts. */
  begin(): void {
    this.undisturbed = false;
    this.begun = false;
    this.moments = 0;
    this.points.length = 0;
  }

  /** Held up until its turn comes; not at all once the world is calm. */
  async pause(): Promise<void> {
    if (!this.world.chance.isOver) await new Promise<void>((resume) => this.parked.push(resume));
  }

  /** An await at which somebody may be held. @returns `dead` when they never go on */
  async moment(who: string, where: string): Promise<'alive' | 'dead'> {
    const { facts, now } = this.world;
    const { hold } = facts;
    if (!hold || this.undisturbed) return 'alive';
    this.moments++;
    this.points.push(where);
    if (this.moments !== hold.at) return 'alive';
    this.world.note(() => `${who} is held ${where} for ${hold.forSeconds} s`);
    if (hold.forSeconds === Number.POSITIVE_INFINITY) return 'dead';
    const until = after(now, seconds(hold.forSeconds));
    await new Promise<void>((resume) => {
      this.held = { until, resume };
    });
    this.world.note(() => `${who} goes on`);
    return 'alive';
  }

  /** One move: time passes, somebody held up goes on, messages are taken, a user does something. */
  async turn(left: Deed[]): Promise<void> {
    const { chance, cloud, facts, now, post } = this.world;
    const { parked } = this;
    const free = this.busy < MOST_WORKERS;
    const isMail = free && post.hasReady();
    const isLate = cloud.stragglers.length > 0;
    const isOpen = free && !chance.isOver;
    const maySweep = facts.late === true && isOpen;
    const mayTidy = facts.archived === true && isOpen && !this.isTidying;
    const moves = parked.length + Number(isMail) + Number(isLate) + Number(maySweep) + Number(mayTidy);
    if (free && left.length > 0 && this.isTheirTurn(moves)) this.do(left.shift());
    else if (moves === 0 && this.held && now >= this.held.until) this.letGo();
    else if (moves === 0 || chance.chance(12)) this.passTime();
    else {
      const move = chance.roll(moves);
      if (move < parked.length) parked.splice(move, 1)[0]?.();
      else if (isMail && move === parked.length) this.deliver(post.batch());
      else if (isLate && move <= parked.length + Number(isMail)) void cloud.stragglers.shift()?.();
      else if (maySweep && move <= parked.length + Number(isMail) + Number(isLate)) this.sweep();
      else this.tidy();
    }
    await this.everybodyWaits();
  }

  sweep(): void {
    this.run((worker) => sweepOnce(this.world, worker));
  }

  tidy(): void {
    this.isTidying = true;
    const done = () => {
      this.isTidying = false;
    };
    this.run((worker) => tidyOnce(this.world, worker).finally(done));
  }

  /** Users are slower than machines, or they would find nothing to disturb. Where somebody is to be held, the others wait for that. */
  private isTheirTurn(moves: number): boolean {
    const { hold } = this.world.facts;
    if (!hold || this.undisturbed) return moves === 0 || this.world.chance.chance(8);
    return !this.begun || this.moments >= hold.at || (moves === 0 && this.busy === 0 && this.world.ledger.open.size === 0);
  }

  private passTime(): void {
    const { world } = this;
    if (this.hours.pass() === 'silence') return;
    this.run(({ nudges }) => ringAlarms({ store: world.store, clock: { now: () => world.now }, nudges }));
  }

  private letGo(): void {
    this.held?.resume();
    this.held = undefined;
  }

  /** Until whoever could go on has gone as far as they can: ticks come when no promise has anything left to do. Who looks at many gathers for longer. */
  private everybodyWaits(): Promise<void> {
    // Also for a watch that is gone: somebody may be looking yet.
    this.isGathering ||= this.world.store.everything('watch').length > 0;
    return new Promise((resume) => (this.isGathering ? setImmediate(resume) : process.nextTick(resume)));
  }

  private deliver(letters: readonly Letter[]): void {
    const { post } = this.world;
    this.run(
      async ({ app, runs }) => {
        const event = eventOf(letters);
        const { bus } = this.world.listeners;
        const discharges = dischargesWith({ bus: () => bus, carriers: () => this.world.listeners.carriers(app.clock), runs: () => runs });
        const isDuty = IS_DUTY.has(letters[0]?.queue ?? '');
        const { batchItemFailures } = await (isDuty ? dischargeAll(app, discharges, event, this.logs) : stepAll(app, event, this.logs));
        post.again(letters.filter((_, i) => batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === String(i))));
        if (this.world.chance.strikes('F21', 40)) post.again(letters);
      },
      () => post.again(letters),
    );
  }

  /** What functions report of what they caught: a misfortune is theirs to report, anything else is a mistake. */
  private logs: Log = (level, message, { error, kind, stack } = {}) => {
    if (level !== 'error' || message !== 'step failed') return;
    if (!isMisfortune({ name: String(kind), message: String(error) })) this.failure ??= new Error(String(stack ?? error));
  };

  private do(deed: Deed | undefined): void {
    this.begun = true;
    this.run(async ({ app }) => deed?.(verbsOn(app), this.world, app), undefined, deed?.project ?? demo.projectId);
  }

  private run(work: (worker: Process) => Promise<unknown>, again: () => void = () => {}, project?: string): void {
    this.busy++;
    const worker = new Process(this.world, `w${++this.serial}`, project);
    work(worker)
      .then(() => {
        if (worker.isDead) again();
      })
      .catch((error: unknown) => {
        this.heed(error);
        again();
      })
      .finally(() => this.busy--);
  }

  private heed(error: unknown): void {
    if (!(error instanceof Error) || !isMisfortune(error)) this.failure ??= error;
  }
}

const verbsOn = (app: App) => clusteringVerbs(app, FACTS);
