import type { App } from '../app/app.ts';
import type { Clustering } from '../app/clustering.ts';
import type { Documents, Kind, Write } from '../domain/documents.ts';
import { type Entropy, mix } from '../domain/kernel/ids.ts';
import { after, type Instant, type Seconds } from '../domain/kernel/time.ts';
import { type Limits, NO_LIMITS } from '../domain/quota/limits.ts';
import type { Count } from '../ports/document-store.ts';
import type { Random } from '../ports/random.ts';
import { type Backup, MemoryDocumentStore } from '../store/memory/document-store.ts';
import { Chance } from './chance.ts';
import { Cloud } from './cloud.ts';
import type { Facts } from './facts.ts';
import { type Beginning, Gifts } from './gifts.ts';
import { grow } from './grow.ts';
import { landscape } from './landscape.ts';
import type { LawId } from './laws/law.ts';
import { brokenByWriting, lawOf } from './laws/laws.ts';
import { comingOrGoing, heedUsage, usageOf } from './laws/usage.ts';
import { Ledger } from './ledger.ts';
import { Attic } from './outside/attic.ts';
import { Listeners } from './outside/listeners.ts';
import { memoryReception } from './outside/mailboxes.ts';
import { Neighbours } from './outside/neighbours.ts';
import { boxedSealing } from './outside/plain-sealing.ts';
import { Workshop } from './outside/workshop.ts';
import { Post } from './post.ts';
import { lineOf } from './story.ts';
import { T0 } from './tenants.ts';
import { Turns } from './turns.ts';
import { Weather } from './weather.ts';

type Change = Exclude<Write, { readonly check: Kind }>;

/** Something a user does, whenever its turn comes. */
export type Deed = ((verbs: Clustering, world: World, app: App) => Promise<unknown>) & { readonly project?: string };

/**
 * The whole service in one process, with a malicious operator: workers that are held up and killed at every await, messages that are lost,
 * doubled, late and out of order, a table and clouds with every fault, and users who do not wait for one another. Time is not the machine's.
 *
 * Once chance has had its say all is calm, so every run must end with everything settled. The same facts and the same deeds make the same world,
 * to the last line of its log.
 */
export class World {
  readonly store: MemoryDocumentStore;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly cloud: Cloud;
  readonly neighbours: Neighbours;
  readonly workshop: Workshop;
  readonly listeners: Listeners;
  readonly attic: Attic;
  readonly post: Post;
  readonly ledger = new Ledger();
  readonly gifts = new Gifts();
  readonly reception = memoryReception();
  readonly sealing = boxedSealing;
  readonly log: string[] = [];
  /** What must never happen and did. */
  readonly broken: string[] = [];
  /** Secrets that were told to users, who keep them to themselves. */
  readonly secrets: string[] = [];
  /** Webhooks that were made, with their keys. */
  readonly webhooks: { readonly id: string; readonly key: string }[] = [];
  /** Instants that were shown before a schedule was made, by its id. */
  readonly previews = new Map<string, readonly number[]>();
  /** Requests that were sent again under a key, with the actions that they came to. */
  readonly repeated = new Map<string, { readonly target: string; readonly actions: Set<string> }>();
  readonly mostNodes: number;
  /** What the installation holds projects to. */
  readonly quotas: Limits;
  now: Instant = T0;
  /** Counts the times that the table was set back: whoever worked on it before is gone. */
  epoch = 0;
  readonly turns: Turns;
  private drawn = 0;

  constructor(readonly facts: Facts = {}) {
    const now = () => this.now;
    this.mostNodes = facts.mostNodes ?? 12;
    this.quotas = { ...NO_LIMITS, ...facts.quotas };
    this.store = facts.defects?.store?.() ?? new MemoryDocumentStore();
    this.chance = new Chance({ seed: facts.seed ?? 1, draws: facts.draws ?? 0, faults: facts.faults, spared: facts.spared });
    this.chance.hold(facts.grown !== undefined && facts.grown !== false);
    this.weather = new Weather({ chance: this.chance, now });
    this.cloud = new Cloud({ chance: this.chance, weather: this.weather, now, late: facts.late ?? false }, facts.driver);
    this.neighbours = new Neighbours({ chance: this.chance, now });
    this.workshop = new Workshop(this.chance);
    this.listeners = new Listeners({ chance: this.chance, weather: this.weather, pause: () => this.pause() });
    this.attic = new Attic({ ...this, went: (kind, doc) => this.went(kind, doc) }, facts.defects?.archive);
    this.post = new Post({
      chance: this.chance,
      now,
      isDeaf: facts.deaf ? (id) => (this.ledger.action(id)?.dueAt ?? 0) > this.now : undefined,
    });
    this.turns = new Turns(this);
  }

  /** What there is at first, and what the facts ask for. */
  async found(): Promise<this> {
    this.store.restore(await landscape());
    this.ledger.forget(this.store);
    if (this.facts.grown) await grow(this);
    return this;
  }

  /** Runs until nobody has anything left to do, or fails loudly: a world that cannot settle is a bug in the engine. */
  async settle(deeds: readonly Deed[] = [], most = 6_000): Promise<this> {
    const left = [...deeds];
    for (let turn = 0; turn < most; turn++) {
      this.turns.failIfFailed();
      if (left.length === 0 && this.turns.areIdle() && this.cloud.stragglers.length === 0 && this.ledger.open.size === 0) return this;
      await this.turns.turn(left);
    }
    const open = [...this.ledger.open.values()];
    throw new Error(`it did not settle in ${most} turns: ${open.map((a) => `${a.action} ${a.id} ${a.status}`).join(', ')}`);
  }

  /** Lets so much time pass, and whatever comes of it. */
  async pass(lapse: Seconds, most = 20_000): Promise<this> {
    const until = after(this.now, lapse);
    for (let turn = 0; turn < most; turn++) {
      this.turns.failIfFailed();
      if (this.now >= until && this.turns.areIdle() && !this.post.hasReady()) return this;
      await this.turns.turn([]);
    }
    throw new Error(`${lapse} s did not pass in ${most} turns`);
  }

  beginning = (): Beginning => ({ page: this.ledger.commits, at: this.now });
  actions = () => this.store.everything('action');
  call = (nodeId: string): string => this.ledger.node(nodeId)?.name ?? `lost node ${nodeId.slice(0, 8)}`;

  readonly random: Random = {
    entropy: (): Entropy => {
      const n = this.drawn > 0 && this.chance.strikes('F29', 12) ? this.drawn : ++this.drawn;
      return { high: mix(`high ${n}`, 1), low: mix(`low ${n}`, 2) };
    },
    secret: () => {
      const n = ++this.drawn;
      const [chance = '', own = ''] = [mix(`secret ${n}`, 1), n].map((one) => one.toString(16).padStart(8, '0'));
      return (chance + own).repeat(4);
    },
  };

  /** @param line made only where somebody reads it */
  note(line: () => string): void {
    if (this.facts.trace !== false) this.log.push(`+${(this.now - T0) / 1000}s ${line()}`);
  }

  break(law: LawId, what: string): void {
    this.broken.push(`${lawOf(law)}: ${what}`);
  }

  pause = (): Promise<void> => this.turns.pause();
  moment = (who: string, where: string): Promise<'alive' | 'dead'> => this.turns.moment(who, where);
  sleepUntil = (until: Instant): Promise<undefined> => this.turns.hours.sleepUntil(until);

  /** Every write passes here, and none may break a law. @param count what is counted along with it */
  async commit(decided: readonly Write[], by: string, count?: Count): Promise<'committed' | 'stale' | 'uncounted'> {
    const writes = this.facts.defects?.writes?.(decided, this) ?? decided;
    if (this.ledger.isImpossible(writes)) return 'stale';
    const project = comingOrGoing(writes);
    const usage = project === undefined ? undefined : usageOf(this, project);
    const answer = await (count ? this.store.commitCounting(writes, count) : this.store.commit(writes));
    if (answer !== 'committed') return answer;
    const line = this.facts.trace === false ? '' : lineOf(writes);
    if (line !== '') this.note(() => `${by}: ${line}`);
    const changes = writes.filter((write): write is Change => !('check' in write));
    const before = changes.map(this.ledger.before);
    this.ledger.turnPage();
    for (const write of changes) this.gifts.heed(write, this.ledger.commits);
    for (const write of changes) this.ledger.enter(write, { now: this.now, by, held: this.cloud.callTimeout });
    changes.forEach((write, i) => {
      this.broken.push(...brokenByWriting(write, before[i], this));
    });
    if (count) this.ledger.heedCount(usageOf(this, count.project));
    if (project !== undefined) heedUsage(this, project, writes, usage);
    return answer;
  }

  /** Something was old, and is not in the table any more. */
  private went(kind: Kind, doc: Documents[Kind]): void {
    this.note(() => `${kind} ${doc.id.slice(0, 8)} goes`);
    this.ledger.expired(kind, doc);
  }

  /** The table is set back to what it was; nobody who worked on the other one goes on. */
  restore(backup: Backup): void {
    this.store.restore(backup);
    this.epoch++;
    this.ledger.forget(this.store);
    this.note(() => 'the table is set back');
  }
}
