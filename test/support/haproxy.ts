import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './scratch-service.ts';

/** Why HAProxy cannot be run here; undefined when it can. */
export const noHaproxy: string | undefined =
  spawnSync('haproxy', ['-v'], { stdio: 'ignore' }).status === 0 ? undefined : 'there is no haproxy (apt-get install haproxy)';

/** A real HAProxy with one empty backend, `web`, and a frontend before it. */
export class Haproxy {
  readonly #dir = mkdtempSync(join(tmpdir(), 'haproxy-'));
  readonly socket = join(this.#dir, 'socket');
  #running: ChildProcess | undefined;

  private constructor(readonly port: number) {
    writeFileSync(
      join(this.#dir, 'haproxy.cfg'),
      `global
  stats socket ${this.socket} mode 600 level admin
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  retries 3
  option redispatch
frontend in
  bind 127.0.0.1:${port}
  default_backend web
backend web
  balance roundrobin
`,
    );
  }

  static async start(): Promise<Haproxy> {
    const haproxy = new Haproxy(await freePort());
    await haproxy.#run();
    return haproxy;
  }

  async #run(): Promise<void> {
    this.#running = spawn('haproxy', ['-db', '-f', join(this.#dir, 'haproxy.cfg')], { stdio: 'ignore' });
    while (!existsSync(this.socket)) await setTimeout(20);
  }

  async #end(): Promise<void> {
    const running = this.#running;
    const ended = new Promise((resolve) => running?.once('exit', resolve));
    running?.kill('SIGTERM');
    await ended;
    rmSync(this.socket, { force: true });
  }

  /** It forgets every server that its configuration does not name. */
  restart = async (): Promise<void> => {
    await this.#end();
    await this.#run();
  };

  async remove(): Promise<void> {
    await this.#end();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
