import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './scratch-service.ts';

/** Debian's interpreter: `python3` on the path may be another one, which does not see Debian's packages. */
const PYTHON = '/usr/bin/python3';

/** For `describeIf`: why there is no Barbican here, or undefined when there is. */
export const barbicanMissing = (): string | undefined =>
  spawnSync(PYTHON, ['-c', 'import barbican.api.app'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no Barbican on this machine: `apt-get install python3-barbican` brings one';

/** In the place of Keystone's middleware, which tells Barbican who asks: here the token is the project's id, and everybody may create in it. */
const PROGRAM = `
import sys
from wsgiref import simple_server
from barbican.common import config
CONF = config.CONF
CONF(args=[], project='barbican', default_config_files=[sys.argv[1]])
from barbican.api import app
from barbican.api.middleware import context
barbican = context.ContextMiddleware(app.create_main_app({}))
def known(environ, start_response):
    token = environ.get('HTTP_X_AUTH_TOKEN', '')
    for header in ('PROJECT_ID', 'USER_ID', 'ROLES', 'IDENTITY_STATUS'):
        environ.pop('HTTP_X_' + header, None)
    if not token:
        start_response('401 Unauthorized', [('Content-Length', '0')])
        return []
    environ.update(HTTP_X_IDENTITY_STATUS='Confirmed', HTTP_X_PROJECT_ID=token, HTTP_X_USER_ID='u', HTTP_X_ROLES='creator,observer')
    # As it is mounted.
    environ['SCRIPT_NAME'], environ['PATH_INFO'] = '/v1', environ['PATH_INFO'][3:] or '/'
    return barbican(environ, start_response)
class Quiet(simple_server.WSGIRequestHandler):
    def log_message(self, *words):
        pass
simple_server.make_server('127.0.0.1', int(sys.argv[2]), known, handler_class=Quiet).serve_forever()
`;

export type RealBarbican = {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** Keeps a secret, as its own command line does. @returns its URL */
  readonly keep: (project: string, payload: string | Buffer) => Promise<string>;
};

/** OpenStack's own Barbican, with an SQLite database and its simple crypto in a folder that goes with it. */
export async function startBarbican(): Promise<RealBarbican> {
  const dir = mkdtempSync(join(tmpdir(), 'coppice-barbican-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(
    join(dir, 'barbican.conf'),
    `[DEFAULT]
sql_connection = sqlite:///${dir}/barbican.db
db_auto_create = true
host_href = ${url}
log_file = ${dir}/barbican.log
[queue]
enable = false
[oslo_policy]
policy_file = ${dir}/none.yaml
`,
  );
  const server = spawn(PYTHON, ['-c', PROGRAM, join(dir, 'barbican.conf'), String(port)], { cwd: dir, stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await gone;
    rmSync(dir, { recursive: true, force: true });
  };
  const keep = async (project: string, payload: string | Buffer) => {
    const text = typeof payload === 'string';
    const body = text
      ? { name: 'a', payload, payload_content_type: 'text/plain' }
      : {
          name: 'a',
          payload: payload.toString('base64'),
          payload_content_type: 'application/octet-stream',
          payload_content_encoding: 'base64',
        };
    const headers = { 'content-type': 'application/json', 'x-auth-token': project };
    const answer = await fetch(`${url}/v1/secrets`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`Barbican answers ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { secret_ref: string }).secret_ref;
  };
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`${url}/v1/secrets`).catch(() => undefined))?.status === 401) return { url, stop, keep };
    await sleep(100);
  }
  await stop();
  throw new Error('Barbican did not start');
}
