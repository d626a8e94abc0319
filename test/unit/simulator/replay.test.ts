import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { run } from '../../../lib/simulator/cli.ts';
import { FAULT_IDS, faultOf } from '../../../lib/simulator/faults.ts';
import { live } from '../../../lib/simulator/live.ts';
import { Schedule, scheduleOf } from '../../../lib/simulator/schedule.ts';
import { lawBroken, shrink } from '../../../lib/simulator/shrink.ts';
import { WORLD_NAMES } from '../../../lib/simulator/worlds.ts';
import { MemoryDocumentStore } from '../../../lib/store/memory/document-store.ts';

/** Loses every fifth message's worth of writes: a table that says it has written, and has not. */
class Forgetful extends MemoryDocumentStore {
  private commits = 0;
  override async commit(writes: Parameters<MemoryDocumentStore['commit']>[0]) {
    if (++this.commits % 5 === 0 && writes.some((write) => 'put' in write && write.put === 'action')) return 'committed';
    return super.commit(writes);
  }
}
const own = { facts: { defects: { store: () => new Forgetful() } } };

describe('a life is its schedule', () => {
  test.each(WORLD_NAMES.filter((name) => name !== 'large'))(
    'the same seed is the same story to the last byte: %s',
    async (name) => {
      const schedule = scheduleOf(11, { only: [name] });
      const [first, second] = [await live(schedule), await live(schedule)];
      expect(first.log.length).toBeGreaterThan(5);
      expect(second).toEqual(first);
    },
    60_000,
  );

  test('a file has all of it', async () => {
    const room = mkdtempSync(path.join(tmpdir(), 'sim-'));
    const file = path.join(room, 'seed.json');
    try {
      const said: string[] = [];
      expect(await run(['--replay', '17', '--out', file, '--trace'], (line) => said.push(line))).toBe(0);
      expect(Schedule.parse(JSON.parse(readFileSync(file, 'utf8')))).toEqual(scheduleOf(17));
      const again: string[] = [];
      expect(await run(['--replay', file, '--trace'], (line) => again.push(line))).toBe(0);
      expect(again).toEqual(said);
      writeFileSync(file, JSON.stringify({ ...scheduleOf(17), deeds: [{ name: 'sing', draw: {} }] }));
      await expect(run(['--replay', file], () => {})).rejects.toThrow('deeds');
    } finally {
      rmSync(room, { recursive: true });
    }
  });

  test('what fails is made smaller, and fails in the same way', async () => {
    const bad = await Promise.all(
      [3, 4, 5, 6].map(async (seed) => ({ seed, verdict: await live(scheduleOf(seed, { only: ['free'] }), own) })),
    );
    const failed = bad.find(({ verdict }) => verdict.broken.length > 0);
    const schedule = scheduleOf(failed?.seed ?? 0, { only: ['free'] });
    const small = await shrink(schedule, own);
    expect(lawBroken(small.verdict)).toBe(lawBroken(failed?.verdict ?? small.verdict));
    expect(small.schedule.deeds.length).toBeLessThan(schedule.deeds.length);
    expect(small.schedule.draws).toBeLessThan(schedule.draws);
    expect((await live(small.schedule, own)).broken).toEqual(small.verdict.broken);
  }, 60_000);
});

describe('the command line', () => {
  test('refuses what there is not', async () => {
    await expect(run(['--faults', 'gremlins'], () => {})).rejects.toThrow("there is no fault 'gremlins'");
    await expect(run(['--faults', 'F28'], () => {})).rejects.toThrow("there is no fault 'F28'");
    await expect(run(['--world', 'flat'], () => {})).rejects.toThrow("there is no world 'flat'");
    await expect(run(['--runs', 'many'], () => {})).rejects.toThrow('--runs');
  });

  test('only what is switched on happens', async () => {
    const schedule = scheduleOf(21, { only: ['free'], faults: ['F05', 'F01'] });
    const { strokes } = await live(schedule);
    expect(new Set(strokes.map((stroke) => stroke.slice(0, 3)))).toEqual(new Set(['F01', 'F05']));
  });

  test('a fault goes by its number and by its name', () => {
    expect(FAULT_IDS.map((id) => faultOf(id))).toEqual(FAULT_IDS);
    expect(faultOf('lost-send')).toBe('F05');
  });
});
