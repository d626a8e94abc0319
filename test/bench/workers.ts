import type { SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { clusteringVerbs } from '../../lib/app/clustering-verbs.ts';
import { wholeCommits } from '../../lib/app/whole-commits.ts';
import { facts } from '../../lib/composition/ask.ts';
import { stepAll } from '../../lib/composition/work.ts';
import { isFinal } from '../../lib/domain/action/action.ts';
import type { Write } from '../../lib/domain/documents.ts';
import type { Principal } from '../../lib/domain/identity/principal.ts';
import { instant } from '../../lib/domain/kernel/time.ts';
import { NO_LIMITS } from '../../lib/domain/quota/limits.ts';
import { fakeDriver } from '../../lib/drivers/fake/driver.ts';
import { cryptoRandom } from '../../lib/platform/crypto-random.ts';
import { sqsNudges } from '../../lib/platform/sqs-nudges.ts';
import type { CountingStore } from '../../lib/ports/document-store.ts';
import type { Driver } from '../../lib/ports/driver.ts';
import { bareApp } from '../../lib/simulator/bare-app.ts';
import { demo, T0 } from '../../lib/simulator/tenants.ts';
import { MemoryDocumentStore } from '../../lib/store/memory/document-store.ts';

/** What a request to the table takes, and what a call of a driver: the unit is a tick, and no clock has a part in it. */
const REQUEST = 1;
const CALL = 40;
const BATCH = 10;

/** Time that passes when nobody can go on without. */
class Ticks {
  now = 0;
  private due = new Map<number, (() => void)[]>();

  wait = (ticks: number): Promise<void> =>
    new Promise((go) => {
      const at = this.now + ticks;
      this.due.set(at, [...(this.due.get(at) ?? []), go]);
    });

  /** Until it is over, or nobody waits for anything any more. */
  async pass(isOver: () => boolean): Promise<void> {
    for (;;) {
      await new Promise(setImmediate);
      if (isOver() || this.due.size === 0) return;
      this.now = Math.min(...this.due.keys());
      for (const go of this.due.get(this.now) ?? []) go();
      this.due.delete(this.now);
    }
  }
}

/**
 * How long so many workers take to grow so many clusters, each by ten nodes: a worker takes one batch of messages after the other, whose requests are on their way side by
 * side, and the table lets no two write the same item at once, a project's usage among them.
 *
 * @param isOneProject whether they all are of one project, whose usage every one of their actions is counted in
 */
export async function growWith({ workers, clusters, isOneProject }: { workers: number; clusters: number; isOneProject: boolean }) {
  const ticks = new Ticks();
  const clock = { now: () => instant(T0 + ticks.now) };
  const raw = new MemoryDocumentStore();
  const busy = new Map<string, Promise<void>>();
  let requests = 0;
  let met = 0;
  let isCounted = false;
  const open = new Set<string>();

  /** One after the other, where they write the same. */
  async function alone<T>(keys: readonly string[], write: () => Promise<T>): Promise<T> {
    for (let before = keys.flatMap((key) => busy.get(key) ?? []); before.length > 0; before = keys.flatMap((key) => busy.get(key) ?? [])) {
      if (isCounted) met++;
      await Promise.all(before);
    }
    let done = () => {};
    const own = new Promise<void>((resolve) => {
      done = resolve;
    });
    for (const key of keys) busy.set(key, own);
    try {
      await ticks.wait(REQUEST);
      return await write();
    } finally {
      for (const key of keys) busy.delete(key);
      done();
    }
  }
  const keysOf = (writes: readonly Write[]) =>
    writes.map((write) => `${'put' in write ? write.put : 'remove' in write ? write.remove : write.check} ${write.doc.id}`);
  const table = new Proxy(raw, {
    get: (of, name: keyof MemoryDocumentStore) => {
      const method = of[name];
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        requests++;
        const answer = () => (method as (...all: unknown[]) => Promise<unknown>).apply(of, args);
        if (name !== 'commit' && name !== 'commitCounting') return ticks.wait(REQUEST).then(answer);
        const counted = name === 'commitCounting' ? [`usage ${(args[1] as { project: string }).project}`] : [];
        const writes = args[0] as readonly Write[];
        const said = await alone([...keysOf(writes), ...counted], answer);
        for (const write of writes) if ('put' in write && write.put === 'action' && isFinal(write.doc.status)) open.delete(write.doc.id);
        return said;
      };
    },
  }) as unknown as CountingStore;
  const store = wholeCommits(table, clock, { defaults: NO_LIMITS }, []);

  const queues = new Map<string, string[]>();
  const wake: (() => void)[] = [];
  const client = {
    send: async ({ input }: { input: SendMessageBatchCommandInput }) => {
      const queue = queues.get(String(input.QueueUrl)) ?? [];
      queues.set(String(input.QueueUrl), queue);
      for (const { MessageBody, DelaySeconds = 0 } of input.Entries ?? []) if (DelaySeconds === 0) queue.push(String(MessageBody));
      for (const go of wake.splice(0)) go();
      return {};
    },
  } as unknown as SQSClient;
  const nudges = sqsNudges(client, (queue) => queue, console.error);
  const cloud = fakeDriver({ clock });
  const driver: Driver = { ...cloud, ensure: async (call) => ticks.wait(CALL).then(() => cloud.ensure(call)) };
  const app = bareApp({ store, clock, nudges, drivers: () => driver, random: cryptoRandom });
  const verbs = clusteringVerbs(app, facts());

  let stopped = false;
  async function work(): Promise<void> {
    while (!stopped) {
      const [url = '', queue = []] = [...queues].reduce((most, one) => (one[1].length > (most[1]?.length ?? 0) ? one : most), ['', []] as [
        string,
        string[],
      ]);
      const bodies = queue.splice(0, BATCH);
      if (bodies.length === 0) {
        await new Promise<void>((go) => wake.push(go));
        continue;
      }
      const Records = bodies.map((body, i) => ({ messageId: `${url} ${i}`, body }));
      await stepAll(app, { Records } as never, (level, message, more) => level === 'error' && console.error(message, more));
    }
  }

  const owner = (i: number): Principal => ({ ...demo, projectId: isOneProject ? 'one' : `project-${i}` });
  const all = Array.from({ length: clusters }, (_, i) => ({ as: owner(i), name: `web-${i}` }));
  const asked = async (ask: (one: (typeof all)[number]) => Promise<unknown>) => {
    const answers = Promise.all(all.map(ask));
    let isAnswered = false;
    void answers.then(() => {
      isAnswered = true;
    });
    await ticks.pass(() => isAnswered);
    return (await answers) as { kind: string; actionId?: string }[];
  };
  await asked((one) =>
    isOneProject && one !== all[0]
      ? Promise.resolve()
      : verbs.createProfile(one.as, { name: 'fake', spec: { type: 'fake.node', version: '1.0', properties: {} } }),
  );
  await asked((one) => verbs.createCluster(one.as, { name: one.name, profile: 'fake', desiredCapacity: 0 }));
  const filed = await asked((one) => verbs.scaleOut(one.as, one.name, { count: 10 }));
  for (const { actionId = '' } of filed) open.add(actionId);
  const began = ticks.now;
  [requests, met, isCounted] = [0, 0, true];
  for (let i = 0; i < workers; i++) void work();
  await ticks.pass(() => open.size === 0);
  stopped = true;
  if (open.size > 0) throw new Error(`${open.size} of ${clusters} did not end`);
  const took = ticks.now - began;
  return { took, throughput: clusters / took, requests: requests / clusters, met: met / clusters };
}
