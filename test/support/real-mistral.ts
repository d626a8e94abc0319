import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './scratch-service.ts';

/** Debian's interpreter: `python3` on the path may be another one, which does not see Debian's packages. */
const PYTHON = '/usr/bin/python3';

export type RealMistral = { readonly url: string; readonly stop: () => Promise<void>; readonly define: (yaml: string) => Promise<void> };

/** For `describeIf`: why there is no Mistral here, or undefined when there is. */
export const mistralMissing = (): string | undefined =>
  spawnSync(PYTHON, ['-c', 'import mistral.cmd.launch'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no Mistral on this machine: `apt-get install python3-mistral` brings one';

/** Its tables, then its API and its engine in one process: the transport is in memory, which is why they may not be forked. */
const PROGRAM = `
import sys
from mistral import config
from mistral.cmd import launch
from mistral.api import service
from mistral.db.v2 import api
if sys.argv[-1] == 'tables':
    config.parse_args(sys.argv[1:-1])
    api.setup_db()
else:
    launch.LAUNCH_OPTIONS['api'] = lambda: launch.launch_thread(service.WSGIService('mistral_api'))
    launch.main()
`;

/** OpenStack's own Mistral, with an SQLite database in a folder that goes with it, open to whoever reaches it. */
export async function startMistral(): Promise<RealMistral> {
  const dir = mkdtempSync(join(tmpdir(), 'coppice-mistral-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(dir, 'mistral.conf');
  const program = join(dir, 'run.py');
  writeFileSync(program, PROGRAM);
  writeFileSync(
    config,
    `[DEFAULT]
transport_url = fake://
log_file = ${dir}/mistral.log
[database]
connection = sqlite:///${dir}/mistral.db
[pecan]
auth_enable = false
[api]
host = 127.0.0.1
port = ${port}
api_workers = 1
[cron_trigger]
enabled = false
[executor]
type = local
`,
  );
  spawnSync(PYTHON, [program, '--config-file', config, 'tables'], { stdio: 'ignore' });
  const server = spawn(PYTHON, [program, '--config-file', config, '--server', 'api,engine'], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await gone;
    rmSync(dir, { recursive: true, force: true });
  };
  const define = async (yaml: string) => {
    const { status } = await fetch(`${url}/v2/workflows`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: yaml });
    if (status !== 201) throw new Error(`Mistral answers ${status} to a definition`);
  };
  for (let tries = 0; tries < 600; tries++) {
    if ((await fetch(`${url}/v2/`).catch(() => undefined))?.ok) return { url, stop, define };
    await sleep(100);
  }
  await stop();
  throw new Error('Mistral did not start');
}
