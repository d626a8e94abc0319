import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Caller } from '../support/caller.ts';
import { describeIf } from '../support/describe-if.ts';
import { dynoxideMissing } from '../support/dynoxide.ts';
import { WholeService } from '../support/whole-service.ts';

jest.setTimeout(180_000);

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Nothing is kept: what is over when the service starts goes then. */
const RULES = {
  rules: [
    { kind: 'event', max_age: 0, disposition: 'archive' },
    { kind: 'action', max_age: 0, keep_failed: 'forever', disposition: 'archive' },
    { kind: 'cluster', disposition: 'archive' },
  ],
};

type Found = {
  readonly kind: string;
  readonly id: string;
  readonly object: { readonly name: string };
  readonly document: Record<string, unknown>;
};

describeIf(dynoxideMissing(), 'what was kept long enough', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'coppice-archives-'));
  const archive = path.join(home, 'archive');
  let service: WholeService;
  let demo: Caller;
  let admin: Caller;

  const search = (...words: readonly string[]): string =>
    execFileSync(process.execPath, [path.join(ROOT, 'infra/coppice.mjs'), 'archive', 'search', '--from', archive, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const found = (...words: readonly string[]): readonly Found[] =>
    search('--output', 'json', ...words) === '' ? [] : JSON.parse(search('--output', 'json', ...words));
  const list = async (kind: string): Promise<readonly { readonly id: string }[]> => (await demo.show(`/v1/${kind}`)) as never;
  const settled = async () => {
    while ((await list('actions')).some((action) => !['SUCCEEDED', 'FAILED'].includes((action as { status?: string }).status ?? '')))
      await sleep(50);
  };
  const runs = async () =>
    ((await admin.show('/v1/retention')) as unknown as { runs: readonly { readonly outcome: string; readonly started_at: string }[] }).runs;
  const scavenged = async (before: number) => {
    while ((await runs()).length <= before) await sleep(50);
    return (await runs())[0];
  };

  beforeAll(async () => {
    writeFileSync(path.join(home, 'rules.json'), JSON.stringify(RULES));
    service = await WholeService.start({ COPPICE_ARCHIVE: archive, COPPICE_RETENTION: path.join(home, 'rules.json') });
    demo = service.as('demo', '1.15');
    admin = service.as('admin', '1.15');
    await scavenged(0);
  });
  afterAll(async () => {
    await service?.remove();
    rmSync(home, { recursive: true, force: true });
  });

  test('is archived when the service starts again, and the command finds it', async () => {
    await demo.make('/v1/profiles', { profile: { name: 'fake', spec: { type: 'fake.node', version: '1.0', properties: {} } } });
    for (const name of ['web', 'db'])
      await demo.ask('POST', '/v1/clusters', { cluster: { name, profile_id: 'fake', desired_capacity: 2 } });
    await settled();
    await demo.ask('DELETE', '/v1/clusters/db');
    await settled();
    const [actions, events] = [await list('actions'), await list('events')];
    expect(actions.length).toBeGreaterThanOrEqual(7);
    // Told to everybody: what the bus has not taken stays.
    await sleep(3_000);
    await service.kill();
    await service.startAgain();
    expect(await scavenged(1)).toMatchObject({ outcome: 'done' });

    expect(await list('actions')).toEqual([]);
    expect(await list('events')).toEqual([]);
    expect(await list('clusters')).toMatchObject([{ name: 'web' }]);
    expect(
      found('--kind', 'action')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(actions.map(({ id }) => id).toSorted());
    expect(
      found('--kind', 'event')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(events.map(({ id }) => id).toSorted());
    expect(found('--kind', 'cluster')).toMatchObject([{ object: { name: 'db' }, document: { name: 'db' } }]);
    expect(found('--object', 'web').every(({ object }) => object.name === 'web')).toBe(true);
    expect(search('--kind', 'event', '--object', 'db')).toMatch(/^AT .*\n.*event .* db .* CLUSTER_CREATE start/);
  });

  test('is not let go of where the archive takes nothing, and that is told', async () => {
    await demo.ask('POST', '/v1/clusters/web/actions', { check: {} });
    await settled();
    await sleep(3_000);
    rmSync(archive, { recursive: true });
    writeFileSync(archive, 'a file where a folder should be');
    const before = (await runs()).length;
    await service.kill();
    await service.startAgain();
    expect(await scavenged(before)).toMatchObject({ outcome: 'refused', faults: [{ code: 'archive.refused' }] });
    expect(await list('actions')).not.toEqual([]);
    expect(await list('events')).not.toEqual([]);

    rmSync(archive);
    mkdirSync(archive);
    await service.kill();
    await service.startAgain();
    expect(await scavenged(before + 1)).toMatchObject({ outcome: 'done' });
    expect(await list('events')).toEqual([]);
    expect(found('--kind', 'event')).not.toEqual([]);
    expect(readdirSync(archive).toSorted()).toEqual(['.incoming', 'action', 'event']);
  });
});
