import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../lib/domain/action/call.ts';
import { seconds } from '../../lib/domain/kernel/time.ts';
import type { Balancer, LoadBalancer } from '../../lib/ports/load-balancer.ts';

export type BalancerHarness = {
  /** Another process of the service: it shares nothing with the others. */
  readonly worker: () => LoadBalancer;
  /** One of another installation, with a secret of its own. Absent where nobody shares it. */
  readonly stranger?: () => LoadBalancer;
  readonly balancer: () => Balancer;
  /** Where something listens that answers. */
  readonly endpoint: (n: number) => { readonly address: string; readonly port: number };
  /** The backend forgets its members, as one that restarts does; absent where none does. */
  readonly restart?: () => Promise<void>;
};

/** The promises of lib/ports/load-balancer.ts. */
export function describeLoadBalancer(name: string, { worker, stranger, balancer, endpoint, restart }: BalancerHarness): void {
  const member = (n: number) => ({ nodeId: `0000000${n}-0000-8000-8000-000000000000`, name: `node-${n}`, ...endpoint(n) });

  /** Asks as the engine does: again, with what was remembered, for as long as it is pending. */
  async function until(ask: (memory: NonNullable<Extract<Outcome, { kind: 'pending' }>['memory']>) => Promise<Outcome>): Promise<Outcome> {
    let memory = {};
    for (;;) {
      const answer = await ask(memory);
      const again = answer.kind === 'pending' || (answer.kind === 'fault' && answer.fault.kind === 'transient');
      if (!again) return answer;
      if (answer.kind === 'pending') memory = answer.memory ?? memory;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async function raised(): Promise<Balancer> {
    const wanted = balancer();
    const answer = await until((memory) => worker().raise(wanted, memory));
    if (answer.kind !== 'ok') throw new Error(`it was not raised: ${JSON.stringify(answer)}`);
    return { ...wanted, data: answer.data ?? {} };
  }
  const status = async (of: Balancer, n: number) => (await worker().status(of, member(n))).kind;
  const raze = (of: Balancer) => until((memory) => worker().raze(of, [member(1), member(2), member(3)], memory));

  const members = async () => {
    const listed = await worker().list();
    if (listed.kind === 'fault') throw new Error(listed.fault.message);
    return listed.companions.filter(({ kind }) => kind === 'load-balancer-member').toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
  };

  describe(`load balancer ${name}`, () => {
    test('raised twice is raised once, and says how it is found', async () => {
      const once = await raised();
      expect((await raised()).data).toEqual(once.data);
      expect(once.data).toHaveProperty('vip_address');
      expect(await raze(once)).toMatchObject({ kind: 'ok' });
    });

    test('a member is in service once it was added, however often', async () => {
      const up = await raised();
      const add = () => until((memory) => worker().add(up, [member(1), member(2)], memory));
      const first = await add();
      expect(first).toMatchObject({ kind: 'ok', data: { [member(1).nodeId]: expect.any(String) } });
      expect(await add()).toEqual(first);
      expect([await status(up, 1), await status(up, 3)]).toEqual(['up', 'absent']);
      expect(await raze(up)).toMatchObject({ kind: 'ok' });
    });

    test('one that moved is found where it is now', async () => {
      const up = await raised();
      await until((memory) => worker().add(up, [member(1)], memory));
      expect(await until((memory) => worker().add(up, [{ ...member(1), ...endpoint(2) }], memory))).toMatchObject({ kind: 'ok' });
      expect(await status(up, 1)).toBe('up');
      await raze(up);
    });

    test('a member that was removed is none, drained or not, and neither is one that never was', async () => {
      const up = await raised();
      await until((memory) => worker().add(up, [member(1), member(2)], memory));
      expect(await until((memory) => worker().remove(up, [member(1)], seconds(1), memory))).toMatchObject({ kind: 'ok' });
      expect(await until((memory) => worker().remove(up, [member(1), member(3)], undefined, memory))).toMatchObject({ kind: 'ok' });
      expect([await status(up, 1), await status(up, 2)]).toEqual(['absent', 'up']);
      await raze(up);
    });

    test('razed has no members of ours, and can be razed again and raised again', async () => {
      const up = await raised();
      await until((memory) => worker().add(up, [member(1), member(2)], memory));
      expect(await raze(up)).toMatchObject({ kind: 'ok' });
      expect(await raze(up)).toMatchObject({ kind: 'ok' });
      const again = await raised();
      expect([await status(again, 1), await status(again, 2)]).toEqual(['absent', 'absent']);
      await raze(again);
    });

    test('tells of its members in whatever pool, and whose they are', async () => {
      const up = await raised();
      await until((memory) => worker().add(up, [member(1), member(2)], memory));
      const of = ({ nodeId }: { readonly nodeId: string }) => ({
        kind: 'load-balancer-member',
        project: up.project,
        nodeId,
        proof: 'signed',
      });
      expect(await members()).toMatchObject([of(member(1)), of(member(2))]);
      await raze(up);
      expect(await members()).toEqual([]);
    });

    test('a member can be taken away by what was told of it, again and again, and no other goes with it', async () => {
      const up = await raised();
      await until((memory) => worker().add(up, [member(1), member(2)], memory));
      const [one] = await members();
      if (!one) throw new Error('it tells of nobody');
      for (let i = 0; i < 2; i++) expect(await until(() => worker().discard(one))).toMatchObject({ kind: 'ok' });
      expect([await status(up, 1), await status(up, 2)]).toEqual(['absent', 'up']);
      await raze(up);
    });

    (stranger ? test : test.skip)('members of another installation are not told of, nor taken for ours, nor taken away', async () => {
      const up = await raised();
      if (!stranger) return;
      await until((memory) => stranger().add(up, [member(1)], memory));
      expect(await members()).toEqual([]);
      expect(await status(up, 1)).toBe('absent');
      await until((memory) => worker().remove(up, [member(1)], undefined, memory));
      expect((await stranger().status(up, member(1))).kind).toBe('up');
      await until((memory) => stranger().remove(up, [member(1)], undefined, memory));
      await raze(up);
    });

    (restart ? test : test.skip)('a member that it forgot is one again when it is added again', async () => {
      const up = await raised();
      await until((memory) => worker().add(up, [member(1)], memory));
      await restart?.();
      expect(await status(up, 1)).toBe('absent');
      await until((memory) => worker().add(up, [member(1)], memory));
      expect(await status(up, 1)).toBe('up');
      await raze(up);
    });
  });
}
