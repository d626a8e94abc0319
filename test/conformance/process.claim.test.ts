import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, jest, test } from '@jest/globals';
import { claim, claimName } from '../../lib/drivers/process/claim.ts';
import { procTable } from '../../lib/drivers/process/proc-table.ts';
import { describeIf } from '../support/describe-if.ts';
import { procMissing } from '../support/process-harness.ts';

/** Only ends what hangs. Nothing is ever judged by how long it took. */
jest.setTimeout(120_000);

const home = await mkdtemp(join(tmpdir(), 'coppice-claim-'));

describeIf(procMissing(), 'the claim on a room', () => {
  afterAll(() => rm(home, { recursive: true }));

  test('of many who want it at once, one at a time has it, and in the end all had', async () => {
    const room = join(home, 'contended');
    await mkdir(room);
    let inside = 0;
    let most = 0;
    const work = async () => {
      for (;;) {
        const held = await claim(procTable(), room);
        if (held.kind !== 'held') continue;
        most = Math.max(most, ++inside);
        await setTimeout(1);
        inside -= 1;
        await held.release();
        return;
      }
    };
    await Promise.all(Array.from({ length: 25 }, work));
    expect(most).toBe(1);
    expect(await readdir(room)).toEqual([]);
  });

  test('of one who is dead holds up nobody and is cleared away', async () => {
    const room = join(home, 'abandoned');
    await mkdir(room);
    const [, self = ''] = /^claim\.(.*)\.[^.]+$/.exec(claimName(procTable())) ?? [];
    const dead = [`claim.${self.replace(/^\d+-\d+/, `${process.pid}-1`)}.x`, 'claim.999999999-1.abcd0123.y', 'claim.nonsense'];
    for (const name of dead) await writeFile(join(room, name), '');
    const held = await claim(procTable(), room);
    expect(held.kind).toBe('held');
    expect(await readdir(room)).toHaveLength(1);
    if (held.kind === 'held') await held.release();
  });

  test('is not given while another has it, and says so', async () => {
    const room = join(home, 'held');
    await mkdir(room);
    await writeFile(join(room, claimName(procTable())), '');
    expect(await claim(procTable(), room)).toEqual({ kind: 'busy' });
    expect(await readdir(room)).toHaveLength(1);
  });

  test('on a room that is gone is no claim', async () => {
    expect(await claim(procTable(), join(home, 'nowhere'))).toEqual({ kind: 'gone' });
  });
});
