import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../support/caller.ts';
import type { TestEngine } from '../support/docker-engine.ts';
import { IMAGE } from '../support/docker-engine.ts';
import { familyOf } from '../support/scratch-service.ts';
import type { WholeService } from '../support/whole-service.ts';

export type Plan = {
  readonly rounds: number;
  readonly containers: number;
  readonly seed: number;
  /** Whether one time in four the engine is killed, and the service goes on. */
  readonly engines: boolean;
};

/** What one round came to. `leaked`: containers that no node has; `missing`: nodes without their container. Both after rest, before any sweep. */
export type Round = {
  readonly round: number;
  readonly kills: number;
  /** The table's process was killed along with the service. */
  readonly tables: number;
  /** The engine was killed instead, and all that it ran ended. */
  readonly engines: number;
  readonly most: number;
  readonly leaked: number;
  readonly missing: number;
  readonly seconds: number;
};

/** Scales a cluster of containers up and down, and kills the service at moments that follow from a seed. */
export class Rounds {
  readonly #draw: () => number;
  #cluster = '';
  #kills = 0;
  #tables = 0;
  #engines = 0;
  #most = 0;

  constructor(
    private readonly service: WholeService,
    private readonly engine: TestEngine,
    private readonly plan: Plan,
  ) {
    this.#draw = drawing(plan.seed);
  }

  async begin(): Promise<void> {
    const properties = { image: IMAGE, command: 'sleep 100000', stop_timeout: 1 };
    const spec = { type: 'container.dockerinc.docker', version: '1.0', properties };
    await this.#demo.make('/v1/profiles', { profile: { name: 'chaos', spec } });
    const action = await this.#demo.do('POST', '/v1/clusters', { cluster: { name: 'chaos', profile_id: 'chaos', desired_capacity: 0 } });
    this.#cluster = action.target;
  }

  /** From none to all and back to none. */
  async play(round: number): Promise<Round> {
    const began = performance.now();
    [this.#kills, this.#tables, this.#engines, this.#most] = [0, 0, 0, 0];
    const differences = [await this.#scale(this.plan.containers), await this.#scale(0)];
    const sum = (what: 'leaked' | 'missing') => differences.reduce((total, one) => total + one[what], 0);
    const counts = { kills: this.#kills, tables: this.#tables, engines: this.#engines, most: this.#most };
    return {
      round,
      ...counts,
      leaked: sum('leaked'),
      missing: sum('missing'),
      seconds: Math.round((performance.now() - began) / 100) / 10,
    };
  }

  /** Deletes everything. @returns how many containers are left */
  async end(): Promise<number> {
    await this.#demo.do('DELETE', '/v1/clusters/chaos');
    return (await this.#containers()).length;
  }

  get #demo(): Caller {
    return this.service.as('demo');
  }

  async #scale(number: number): Promise<{ readonly leaked: number; readonly missing: number }> {
    const demo = this.#demo;
    const action = await demo.file('POST', '/v1/clusters/chaos/actions', { resize: { adjustment_type: 'EXACT_CAPACITY', number } });
    const before = (await this.#containers()).length;
    for (let kill = 1 + Math.floor(this.#draw() * 3); kill > 0; kill--) {
      await this.#reached(before + (number - before) * this.#draw());
      if (this.plan.engines && this.#draw() < 0.25) await this.#strikeEngine();
      else await this.#strike(this.#draw() < 0.25);
    }
    const { status, status_reason: reason } = await demo.finish(action);
    if (status !== 'SUCCEEDED') throw new Error(`the resize to ${number} came to ${status}: ${reason}`);
    const [nodes, containers] = [await demo.list(`/v1/nodes?cluster_id=${this.#cluster}`), await this.#containers()];
    this.#most = Math.max(this.#most, containers.length);
    const known = new Set(nodes.map((node) => node.physical_id));
    const running = new Set(containers);
    return {
      leaked: containers.filter((id) => !known.has(id)).length,
      missing: nodes.filter((node) => !running.has(node.physical_id)).length + Math.abs(nodes.length - number),
    };
  }

  /** Waits until about so many containers are there, or for as long as they may take, and a moment longer. */
  async #reached(count: number): Promise<void> {
    const was = (await this.#containers()).length;
    for (let tries = 0; tries < 100; tries++) {
      const there = (await this.#containers()).length;
      this.#most = Math.max(this.#most, there);
      if (was <= count ? there >= count : there <= count) break;
      await sleep(20);
    }
    await sleep(this.#draw() * 50);
  }

  /** Kills the service, or it and the process its table is in, and starts it again. */
  async #strike(withTable: boolean): Promise<void> {
    const family = withTable ? familyOf(this.service.pid) : [];
    await this.service.kill();
    for (const pid of family) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Gone already.
      }
    }
    this.#kills++;
    if (withTable) this.#tables++;
    await this.service.startAgain();
  }

  async #strikeEngine(): Promise<void> {
    await this.engine.strike?.();
    this.#engines++;
  }

  async #containers(): Promise<readonly string[]> {
    const filters = { label: [`coppice.cluster=${this.#cluster}`] };
    return (await this.engine.docker.listContainers({ all: true, filters })).map(({ Id }) => Id);
  }
}

/** Mulberry32: the same seed draws the same numbers. */
function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
