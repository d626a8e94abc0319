import type { App } from '../../lib/app/app.ts';
import type { Clustering } from '../../lib/app/clustering.ts';
import { clusteringVerbs } from '../../lib/app/clustering-verbs.ts';
import { ringAlarms } from '../../lib/app/engine/ring-alarms.ts';
import { stepAction } from '../../lib/app/engine/step-action.ts';
import { sweepOrphans } from '../../lib/app/engine/sweep-orphans.ts';
import { DISCHARGES } from '../../lib/composition/duties.ts';
import { type Action, isOpen } from '../../lib/domain/action/action.ts';
import { chainOf, isFenced } from '../../lib/domain/action/recover-chain.ts';
import { tokenOf } from '../../lib/domain/action/recover-state.ts';
import { timelineOf } from '../../lib/domain/action/recover-timeline.ts';
import { isAside } from '../../lib/domain/cluster/standby.ts';
import type { Documents, Kind, Write } from '../../lib/domain/documents.ts';
import type { Principal } from '../../lib/domain/identity/principal.ts';
import { type Entropy, mix } from '../../lib/domain/kernel/ids.ts';
import { after, type Instant, type Seconds, seconds } from '../../lib/domain/kernel/time.ts';
import type { Nudge } from '../../lib/ports/nudges.ts';
import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';
import { aProfile, idOf, PROJECT, T0 } from './documents.ts';
import { Chaos } from './world/chaos.ts';
import { Cloud } from './world/cloud.ts';
import { brokenByWriting, brokenIn, unexpectedIn } from './world/laws.ts';
import { Neighbours } from './world/neighbours.ts';
import { POLICIES } from './world/policies.ts';
import { RULES } from './world/rules.ts';
import { lineOf } from './world/story.ts';
import { Killed, Unlucky, Worker } from './world/worker.ts';

/** Nothing here is ever so much that the sweep would stop at it: what it says then has tests of its own. */
const SWEEP = { grace: seconds(600), share: 100 };

/** What the worker does whom a message reaches. */
async function workOn(app: App, nudge: Nudge): Promise<void> {
  if ('kind' in nudge) await DISCHARGES[nudge.kind]?.(app, nudge, nudge.part);
  else await app.nudges.send(await stepAction(app, nudge));
}

export const demo: Principal = {
  userId: 'u',
  userName: 'demo',
  projectId: PROJECT,
  projectName: 'demo',
  domainId: null,
  roles: ['member', 'reader'],
  isAdmin: false,
  canWrite: true,
};

/** Something a user does, whenever its turn comes. */
export type Deed = (verbs: Clustering, world: World) => Promise<unknown>;

export type Facts = {
  readonly draws?: readonly number[];
  /** All is calm until there are a cluster of three and two nodes by themselves: what most requests are about. */
  readonly grown?: boolean;
  /** And all that lies between a node and service has been put around that cluster. */
  readonly guarded?: boolean;
  /** No message is delivered before the alarm of the action it is about has rung. */
  readonly deaf?: boolean;
  /** Requests whose clients gave up may take effect at any time after, and the sweep runs whenever it likes. */
  readonly late?: boolean;
  /** The operator's limit on nodes per cluster. */
  readonly mostNodes?: number;
  /** Of the first deed and all that comes of it, hold whoever comes to this await, for so long (for ever: kill them), and let the rest happen meanwhile. */
  readonly hold?: { readonly at: number; readonly forSeconds: number };
};

const MOST_WORKERS = 4;
/** How far time jumps. The clock of a machine may also be set back a little. */
const JUMPS = [1, 3, 6, 11, 31, 61, 100, 700, -2];

/**
 * The whole service in memory, with a malicious operator: workers that are held up and killed at every await, messages that are lost,
 * doubled, late and out of order, a cloud with every fault, and users who do not wait for one another.
 *
 * Once the chaos is spent all is calm, so every run must end with everything settled.
 */
export class World {
  readonly store = new MemoryDocumentStore();
  readonly chaos: Chaos;
  readonly cloud: Cloud;
  readonly neighbours: Neighbours;
  readonly log: string[] = [];
  /** What must never happen and did. */
  readonly broken: string[] = [];
  readonly mostNodes: number;
  now: Instant = T0;
  /** Every action there ever was, as it was last: users may have their checks forgotten. */
  readonly past = new Map<string, Action>();
  private readonly latest = new Map<string, Documents[Kind]>();
  private readonly mail: { readonly nudge: Nudge; readonly at: Instant }[] = [];
  private readonly parked: (() => void)[] = [];
  /** Awaits of consequence since all that was there at first was there. */
  moments = 0;
  private held: { readonly until: Instant; readonly resume: () => void } | undefined;
  private undisturbed = false;
  private begun = false;
  private busy = 0;
  private serial = 0;
  private drawn = 0;
  private failure: unknown;

  constructor(private readonly facts: Facts = {}) {
    this.mostNodes = facts.mostNodes ?? 12;
    this.chaos = new Chaos(facts.draws ?? []);
    this.chaos.hold(facts.grown ?? false);
    this.cloud = new Cloud({ chaos: this.chaos, now: () => this.now, late: facts.late ?? false });
    this.neighbours = new Neighbours({ chaos: this.chaos, now: () => this.now });
  }

  /** Two profiles, `plain` and `slow`, of which a node can become the other; policies to attach; and what the facts ask for. */
  async found(): Promise<this> {
    const spec = (properties: object) => ({ type: 'fake.node', version: '1.0', properties: { ...properties } });
    const profiles = [
      aProfile({ id: idOf('plain'), name: 'plain', spec: spec({}) }),
      aProfile({ id: idOf('slow'), name: 'slow', spec: spec({ latency: 7 }) }),
    ];
    await this.commit(
      profiles.map((doc) => ({ put: 'profile', doc })),
      'founder',
    );
    await this.commit(
      [...POLICIES, ...RULES].map((doc) => ({ put: 'policy', doc })),
      'founder',
    );
    if (this.facts.grown) await this.grow();
    return this;
  }

  private async grow(): Promise<void> {
    const config = { 'node.name.format': 'node-$I' };
    this.undisturbed = true;
    await this.settle([
      (verbs) => verbs.createCluster(demo, { name: 'web', profile: 'plain', desiredCapacity: 3, config }),
      (verbs) => verbs.createNode(demo, { name: 'lone-1', profile: 'plain' }),
      (verbs) => verbs.createNode(demo, { name: 'lone-2', profile: 'plain' }),
    ]);
    if (this.facts.guarded) {
      for (const { id: policy } of RULES) await this.settle([(verbs) => verbs.attachPolicy(demo, 'web', { policy, enabled: true })]);
    }
    this.log.length = 0;
    this.undisturbed = false;
    this.begun = false;
    this.moments = 0;
    this.chaos.hold(false);
  }

  /** Runs until nobody has anything left to do, or fails loudly: a world that cannot settle is a bug in the engine. */
  async settle(deeds: readonly Deed[] = [], most = 6_000): Promise<this> {
    const left = [...deeds];
    for (let turn = 0; turn < most; turn++) {
      if (this.failure) throw this.failure;
      if (this.busy === 0 && left.length === 0 && this.cloud.stragglers.length === 0 && !this.actions().some(isOpen)) return this;
      await this.turn(left);
    }
    throw new Error(
      `it did not settle in ${most} turns: ${this.actions()
        .filter(isOpen)
        .map((a) => `${a.action} ${a.id} ${a.status}`)
        .join(', ')}`,
    );
  }

  /** Lets so much time pass, and whatever comes of it. */
  async pass(lapse: Seconds, most = 20_000): Promise<this> {
    const until = after(this.now, lapse);
    for (let turn = 0; turn < most; turn++) {
      if (this.failure) throw this.failure;
      if (this.now >= until && this.busy === 0 && !this.mail.some(({ at }) => at <= this.now)) return this;
      await this.turn([]);
    }
    throw new Error(`${lapse} s did not pass in ${most} turns`);
  }

  /** What the periodic sweep comes to, long after everything else is over. */
  async tidy(): Promise<this> {
    this.chaos.hold(true);
    // What one sweep lists, the next removes.
    for (const wait of [seconds(3_600), SWEEP.grace]) {
      this.now = after(this.now, wait);
      this.sweep();
      await this.settle();
    }
    return this;
  }

  /**
   * Every law that is broken, with its offenders, once all is over. What was left to the sweep, because requests may take effect late or
   * because somebody had nodes made anew by force, is the sweep's to find, in one go.
   */
  async judge(exceptions: readonly string[] = []): Promise<readonly string[]> {
    if (!this.facts.late) this.broken.push(...unexpectedIn(this));
    if (this.facts.late || this.forsaken().length > 0) await this.tidy();
    await this.useAgain();
    return brokenIn(this, exceptions);
  }

  /** The nodes whose old resource some recovery says that it left to the sweep. */
  forsaken(): readonly string[] {
    const said = (action: Action) => timelineOf(action).some(({ reason }) => reason.includes('is left to the sweep'));
    return [...this.past.values()].filter((action) => action.action === 'NODE_RECOVER' && said(action)).map(({ target }) => target);
  }

  /** A resource of a node is asked for. Made anew, it is not before the removal of the other one was asked for, nor where that must be proven gone. */
  making(nodeId: string, token: string): void {
    const isIts = (by: Action) => chainOf(by.inputs).some((_, turn) => token === tokenOf({ self: by, state: { phase: 'creating', turn } }));
    const by = this.actions().find((action) => action.action === 'NODE_RECOVER' && action.target === nodeId && isIts(action));
    if (!by) return;
    const others = this.cloud.things.filter((thing) => thing.owner?.nodeId === nodeId && thing.token !== token);
    for (const thing of others.filter((other) => !this.cloud.isAskedToGo(other)))
      this.broken.push(`nothing is made anew before the old one was asked to go: ${thing.physicalId} of ${this.call(nodeId)}`);
    // What comes into being late, and what an earlier recovery left to it by force, is the sweep's.
    const isFencedOff = chainOf(by.inputs).some((recovery) => isFenced(by.inputs, recovery));
    if (isFencedOff && others.length > 0 && !this.facts.late && !this.forsaken().includes(nodeId))
      this.broken.push(`what is fenced is gone before another is made: ${this.call(nodeId)}`);
  }

  /** Whether the world is still good for something: a new cluster comes up, and every old one can be looked at, in no more than minutes. */
  async useAgain(): Promise<this> {
    this.chaos.hold(true);
    this.undisturbed = true;
    const before = new Set(this.actions().map(({ id }) => id));
    const began = this.now;
    const old = this.store.everything('cluster').map(({ id }) => id);
    await this.settle([
      (verbs) => verbs.createCluster(demo, { name: 'new', profile: 'plain', desiredCapacity: 2 }),
      ...old.map(
        (id): Deed =>
          (verbs) =>
            verbs.checkCluster(demo, id, { params: {} }),
      ),
    ]);
    const asked = this.actions().filter(({ id, parentId }) => parentId === null && !before.has(id));
    const made = asked.filter(({ action, status }) => action === 'CLUSTER_CREATE' && status === 'SUCCEEDED');
    const checks = asked.filter(({ action }) => action === 'CLUSTER_CHECK');
    if (made.length !== 1 || checks.length !== old.length)
      this.broken.push(`the world can be used again: ${made.length} made, ${checks.length} of ${old.length} checked`);
    if (this.now - began > (300 + 120 * old.length) * 1000)
      this.broken.push(`what is asked for in calm does not take long: ${(this.now - began) / 1000} s`);
    return this;
  }

  actions = (): readonly Action[] => this.store.everything('action');
  node = (id: string) => this.latest.get(`node ${id}`) as Documents['node'] | undefined;
  action = (id: string) => this.latest.get(`action ${id}`) as Action | undefined;
  call = (nodeId: string): string => this.node(nodeId)?.name ?? `lost node ${nodeId.slice(0, 8)}`;
  entropy = (): Entropy => ({ high: mix(`high ${++this.drawn}`, 1), low: mix(`low ${this.drawn}`, 2) });

  /** Whether an action's cluster has as many members as it wants. Nodes that still wait to be made by their own action, and clusters that somebody took by force, are not its doing. */
  isSized({ target, outputs }: Action): boolean {
    const cluster = this.latest.get(`cluster ${target}`) as Documents['cluster'] | undefined;
    const actions = this.actions();
    if (!cluster || actions.some((a) => a.clusterId === target && a.status === 'CANCELLED')) return true;
    const awaited = new Set(actions.filter((a) => a.action === 'NODE_CREATE' && a.parentId === null && isOpen(a)).map((a) => a.target));
    const theirs = this.store.everything('node').filter((node) => node.clusterId === target && !awaited.has(node.id));
    const members = theirs.filter((node) => !isAside(node));
    // Who may not be chosen stays, and is said to.
    return members.length === cluster.desiredCapacity + Number(outputs.nodes_spared ?? 0);
  }

  note(line: string): void {
    this.log.push(`+${(this.now - T0) / 1000}s ${line}`);
  }

  /** Held up until its turn comes; not at all once the world is calm. */
  pause = async (): Promise<void> => {
    if (!this.chaos.isOver) await new Promise<void>((resume) => this.parked.push(resume));
  };

  /** An await at which somebody may be held. @returns `dead` when they never go on */
  moment = async (who: string): Promise<'alive' | 'dead'> => {
    const { hold } = this.facts;
    if (!hold || this.undisturbed || ++this.moments !== hold.at) return 'alive';
    this.note(`${who} is held for ${hold.forSeconds} s`);
    if (hold.forSeconds === Number.POSITIVE_INFINITY) return 'dead';
    const until = after(this.now, seconds(hold.forSeconds));
    await new Promise<void>((resume) => {
      this.held = { until, resume };
    });
    this.note(`${who} goes on`);
    return 'alive';
  };

  /** Every write passes here, and none may break a law. */
  async commit(writes: readonly Write[], by: string): Promise<'committed' | 'stale'> {
    const answer = await this.store.commit(writes);
    if (answer === 'stale') return answer;
    this.note(`${by}: ${lineOf(writes)}`);
    for (const write of writes) {
      if ('check' in write) continue;
      const kind = 'put' in write ? write.put : write.remove;
      const place = `${kind} ${write.doc.id}`;
      this.broken.push(...brokenByWriting(write, this.latest.get(place), this));
      if ('put' in write && write.put === 'action') this.past.set(write.doc.id, write.doc);
      if ('put' in write) this.latest.set(place, write.doc);
      else this.latest.delete(place);
    }
    return answer;
  }

  /** Takes a message, and perhaps delivers it. */
  carry(nudge: Nudge, delay: Seconds): void {
    const { chaos } = this;
    const at = after(this.now, delay);
    if (this.facts.deaf && (this.action(nudge.id)?.dueAt ?? 0) > this.now) return;
    if (chaos.chance(5)) return;
    this.mail.push({ nudge, at: chaos.chance(7) ? after(at, seconds(chaos.roll(120))) : at });
    if (chaos.chance(7)) this.mail.push({ nudge, at: after(at, seconds(chaos.roll(3) * 40)) });
  }

  /** One move: time passes, somebody held up goes on, a message is taken, a user does something. */
  private async turn(left: Deed[]): Promise<void> {
    const { chaos, parked } = this;
    const free = this.busy < MOST_WORKERS;
    const ready = this.mail.filter(({ at }) => at <= this.now);
    const moves: (() => void)[] = [
      ...parked.map((_, i) => () => parked.splice(i, 1)[0]?.()),
      ...(free && ready.length > 0 ? [() => this.deliver(ready[chaos.roll(ready.length)])] : []),
      ...(this.cloud.stragglers.length > 0 ? [() => void this.cloud.stragglers.shift()?.()] : []),
      ...(this.facts.late && free && !chaos.isOver ? [() => this.sweep()] : []),
    ];
    if (free && left.length > 0 && this.isTheirTurn(moves.length)) this.do(left.shift());
    else if (moves.length === 0 && this.held && this.now >= this.held.until) this.letGo();
    else if (moves.length === 0 || chaos.chance(12)) await this.passTime();
    else moves[chaos.roll(moves.length)]?.();
    await new Promise(setImmediate);
  }

  /** Users are slower than machines, or they would find nothing to disturb. Where somebody is to be held, the others wait for that. */
  private isTheirTurn(moves: number): boolean {
    const { hold } = this.facts;
    if (!hold || this.undisturbed) return moves === 0 || this.chaos.chance(8);
    return !this.begun || this.moments >= hold.at || (moves === 0 && this.busy === 0 && !this.actions().some(isOpen));
  }

  private letGo(): void {
    this.held?.resume();
    this.held = undefined;
  }

  private async passTime(): Promise<void> {
    const jump = this.chaos.isOver ? 15 : (JUMPS[this.chaos.roll(JUMPS.length)] ?? 1);
    this.now = after(this.now, seconds(jump));
    const nudges = { send: async (some: readonly Nudge[]) => some.forEach((nudge) => void this.carry(nudge, seconds(0))) };
    await ringAlarms({ store: this.store, clock: { now: () => this.now }, nudges });
  }

  private deliver(letter: { readonly nudge: Nudge } | undefined): void {
    if (!letter) return;
    this.mail.splice(this.mail.indexOf(letter as never), 1);
    this.run(
      ({ app }) => workOn(app, letter.nudge),
      () => this.carry(letter.nudge, seconds(30)),
    );
  }

  private do(deed: Deed | undefined): void {
    this.begun = true;
    this.run(async ({ app }) =>
      deed?.(
        clusteringVerbs(app, { paths: { compile: () => undefined, all: () => undefined }, shapeNode: () => ({}), host: 'here' }),
        this,
      ),
    );
  }

  private sweep(): void {
    this.run(async ({ app }) => sweepOrphans(app, 'fake.node-1.0', app.drivers('fake.node-1.0') as never, SWEEP));
  }

  private run(work: (worker: Worker) => Promise<unknown>, again: () => void = () => {}): void {
    this.busy++;
    work(new Worker(this, `w${++this.serial}`))
      .catch((error: unknown) => {
        if (error instanceof Killed || error instanceof Unlucky) again();
        else this.failure ??= error;
      })
      .finally(() => this.busy--);
  }
}
