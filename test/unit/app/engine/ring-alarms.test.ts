import { expect, test } from '@jest/globals';
import { ringAlarms } from '../../../../lib/app/engine/ring-alarms.ts';
import { instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import type { Due } from '../../../../lib/ports/document-store.ts';
import type { Nudge } from '../../../../lib/ports/nudges.ts';

const NOW = instant(1_000_000);
const listed: readonly Due[] = [
  { project: 'p', id: 'rung', dueAt: instant(NOW - 1), kind: 'action', action: 'NODE_CHECK' },
  { project: 'p', id: 'soon', dueAt: instant(NOW + 5_000), kind: 'action', action: 'NODE_CHECK' },
  { project: 'p', id: 'overdue', dueAt: instant(NOW - 1), kind: 'watch' },
  { project: 'p', id: 'to the second', dueAt: instant(NOW + 4_001), kind: 'schedule' },
];

async function ring(reach: Parameters<typeof ringAlarms>[1]) {
  const sent: (Nudge & { readonly delay: number })[] = [];
  const rung = await ringAlarms(
    {
      clock: { now: () => NOW },
      nudges: { send: async (nudges, delay = seconds(0)) => void sent.push(...nudges.map((nudge) => ({ ...nudge, delay }))) },
      store: { due: async (until: number) => listed.filter(({ dueAt }) => dueAt <= until) } as never,
    },
    reach,
  );
  return { rung, sent };
}

test('what has rung is told now, a duty that is due before the next ringing on its second, an action not before it is due', async () => {
  const { rung, sent } = await ring({ ahead: seconds(60) });
  expect(rung).toBe(3);
  expect(sent).toEqual([
    { project: 'p', id: 'rung', queue: 'node-check', delay: 0 },
    { project: 'p', id: 'overdue', kind: 'watch', queue: 'health', delay: 0 },
    { project: 'p', id: 'to the second', kind: 'schedule', queue: 'duty', delay: 5 },
  ]);
});

test('without a reach only what has rung', async () => {
  expect((await ring({})).sent.map(({ id }) => id)).toEqual(['rung', 'overdue']);
});

test('after a restart every action is looked at, however late it is due, and duties keep their time', async () => {
  expect((await ring({ everyone: true })).sent.map(({ id }) => id)).toEqual(['rung', 'soon', 'overdue']);
});
