import { describe, expect, test } from '@jest/globals';
import { type ScavengePorts, scavenge } from '../../../lib/app/retention/scavenge.ts';
import { seconds } from '../../../lib/domain/kernel/time.ts';
import type { Rule } from '../../../lib/domain/retention/rule.ts';
import { objectArchive } from '../../../lib/platform/archive/object-archive.ts';
import type { Objects } from '../../../lib/platform/archive/objects.ts';
import type { DocumentStore } from '../../../lib/ports/document-store.ts';
import type { Expiry } from '../../../lib/ports/expiry.ts';
import { Killed } from '../../../lib/simulator/death.ts';
import { Attic, END } from '../../support/scavenging.ts';
import { survive } from '../../support/shaky-store.ts';

const DAY = 86_400;
const RULES: readonly Rule[] = [
  { name: 'events', kind: 'event', maxAge: seconds(7 * DAY), disposition: 'archive' },
  { name: 'actions', kind: 'action', maxAge: seconds(7 * DAY), keepFailed: 'forever', disposition: 'archive' },
];
const OLD = ['a1', 'a2', 'b1', 'b2', 'c1', 'x', 'x/0', 'x/1', 'y', 'z', 'z/0'];
const YOUNG = ['a3', 'b3', 'failed', 'failed/0', 'young', 'young/0'];

/** Two days of what is old, and what is to stay. */
async function aPast(): Promise<Attic> {
  const attic = new Attic();
  await attic.tell('a', 'b');
  await attic.act('x', 2);
  await attic.act('failed', 1, { status: 'FAILED' });
  attic.pass(DAY);
  await attic.tell('a', 'b', 'c');
  await attic.act('y');
  await attic.act('z', 1);
  attic.pass(8 * DAY);
  await attic.tell('a', 'b');
  await attic.act('young', 1);
  return attic;
}

/** Every await of a worker: whoever comes to one that is not theirs to pass goes no further. */
class Gates {
  passed = 0;
  constructor(private readonly gate: (passed: number) => void | Promise<void>) {}

  async through<T>(step: () => Promise<T>): Promise<T> {
    await this.gate(++this.passed);
    const answer = await step();
    await this.gate(++this.passed);
    return answer;
  }

  /** Each document by itself, as a table has it: half of them may be gone. */
  ports(attic: Attic): ScavengePorts {
    const { objects } = attic;
    const store: DocumentStore & Expiry = attic.store;
    const gated: DocumentStore & Expiry = {
      get: (kind, ref) => this.through(() => store.get(kind, ref)),
      getMany: (kind, refs) => this.through(() => store.getMany(kind, refs)),
      list: (kind, project, page) => this.through(() => store.list(kind, project, page)),
      find: (kind, project, text) => this.through(() => store.find(kind, project, text)),
      commit: (writes) => this.through(() => store.commit(writes)),
      due: (until, limit) => store.due(until, limit),
      findByPhysicalId: (id) => store.findByPhysicalId(id),
      findRun: (name) => store.findRun(name),
      projects: () => this.through(() => store.projects()),
      remains: async () => [],
      clear: async () => 0,
      expire: async (kind, seen, now) => {
        let held = 0;
        for (const one of seen) held += await this.through(() => store.expire(kind, [one], now));
        return held;
      },
    };
    const gatedObjects: Objects = {
      place: objects.place,
      put: (name, bytes) => this.through(() => objects.put(name, bytes)),
      get: (name) => this.through(() => objects.get(name)),
      list: objects.list,
    };
    return attic.ports(RULES, { store: gated, expiry: gated, archive: mortal(gatedObjects) });
  }
}

/** A worker that was killed catches nothing any more. */
function mortal(objects: Objects): ReturnType<typeof objectArchive> {
  let killed: unknown;
  const noted = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      killed = error;
      throw error;
    }
  };
  const archive = objectArchive({
    ...objects,
    put: (name, bytes) => noted(() => objects.put(name, bytes)),
    get: (name) => noted(() => objects.get(name)),
  });
  return {
    place: archive.place,
    async keep(batch) {
      const kept = await archive.keep(batch);
      if (killed) throw killed;
      return kept;
    },
  };
}

/** Everything is in the table or in the archive. */
async function lost(attic: Attic): Promise<readonly string[]> {
  const there = new Set([...attic.actions(), ...attic.events(), ...(await attic.archived())]);
  return [...OLD, ...YOUNG].filter((name) => !there.has(name));
}

async function expectTidy(attic: Attic): Promise<void> {
  expect([...attic.events(), ...attic.actions()]).toEqual(YOUNG);
  expect([...(await attic.archived({ kinds: ['event'] })), ...(await attic.archived({ kinds: ['action'] }))]).toEqual(OLD);
}

async function awaitsOf(): Promise<number> {
  const attic = await aPast();
  const gates = new Gates(() => {});
  expect(await scavenge(gates.ports(attic), END)).toMatchObject({ outcome: 'done' });
  await expectTidy(attic);
  return gates.passed;
}

describe('a scavenger', () => {
  test('killed at any await loses nothing, and whoever goes on comes to the same, with everything found once', async () => {
    const awaits = await awaitsOf();
    expect(awaits).toBeGreaterThan(50);
    for (let at = 1; at <= awaits; at++) {
      const attic = await aPast();
      const gates = new Gates((passed) => {
        if (passed === at) throw new Killed();
      });
      await scavenge(gates.ports(attic), END).catch(survive);
      expect([at, await lost(attic)]).toEqual([at, []]);
      expect(await attic.scavenge(RULES)).toMatchObject({ outcome: 'done' });
      await expectTidy(attic);
      expect(await attic.scavenge(RULES)).toMatchObject({
        kinds: { event: { archived: 0, expired: 0 }, action: { archived: 0, expired: 0 } },
      });
    }
  }, 120_000);

  test('held up at any await while another does all of it, and the world goes on, comes to the same', async () => {
    const awaits = await awaitsOf();
    for (let at = 1; at <= awaits; at++) {
      const attic = await aPast();
      const gates = new Gates(async (passed) => {
        if (passed !== at) return;
        await attic.scavenge(RULES);
        expect(await lost(attic)).toEqual([]);
      });
      await scavenge(gates.ports(attic), END);
      await expectTidy(attic);
    }
  }, 120_000);
});
