import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, open, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Docker from 'dockerode';
import type { EngineAddress } from '../../lib/drivers/docker/client.ts';
import { makeCertificates } from './certificates.ts';

export const IMAGE = 'coppice-test-busybox:latest';

export type TestEngine = {
  /** The engine itself, to look at the world without the driver. */
  readonly docker: Docker;
  readonly local: EngineAddress;
  /** The same engine over TCP with TLS; why not, where that is not to be had. */
  readonly secure: Extract<EngineAddress, { host: string }> | string;
  readonly stop: () => Promise<void>;
  /** Kills it with SIGKILL, and all it runs with it, and starts it again; undefined where it is somebody's. */
  readonly strike?: () => Promise<void>;
};

const find = (...paths: readonly string[]): string | undefined => paths.find((path) => existsSync(path));
const dockerd = () => find('/usr/bin/dockerd', '/usr/sbin/dockerd', '/usr/local/bin/dockerd');
const busybox = () => find('/bin/busybox', '/usr/bin/busybox');
const given = (): string | undefined => {
  const url = process.env.COPPICE_TEST_DOCKER ?? process.env.DOCKER_HOST;
  return url?.startsWith('unix://') ? url.slice('unix://'.length) : undefined;
};

/** For `describeIf`: why there is no Docker engine to test with, or undefined when there is one or one can be started. */
export function dockerMissing(): string | undefined {
  if (!busybox()) return 'no busybox to make an image of (apt-get install busybox-static)';
  if (given()) return undefined;
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'no COPPICE_TEST_DOCKER=unix://..., and only root on Linux can start an engine';
  return dockerd() ? undefined : 'no COPPICE_TEST_DOCKER=unix://... and no dockerd to start (apt-get install docker.io)';
}

/** The engine that COPPICE_TEST_DOCKER or DOCKER_HOST names; otherwise one of our own, with nothing in it, that is gone afterwards. */
export async function startDockerEngine(): Promise<TestEngine> {
  const socketPath = given();
  if (!socketPath) return startOwn(dockerd() ?? '');
  const docker = new Docker({ socketPath });
  await importImage(docker);
  return {
    docker,
    local: { name: 'local', socketPath },
    secure: 'the given engine listens on its socket only',
    stop: async () => undefined,
  };
}

async function startOwn(binary: string): Promise<TestEngine> {
  const home = await mkdtemp(join(tmpdir(), 'coppice-docker-'));
  const pki = await makeCertificates(join(home, 'pki'));
  const port = await freePort();
  const socketPath = join(home, 'docker.sock');
  const own = ['--data-root', join(home, 'data'), '--exec-root', join(home, 'exec'), '--pidfile', join(home, 'pid')];
  const network = ['--iptables=false', '--ip6tables=false', '--bridge=none'];
  const tls = ['--tlsverify', '--tlscacert', pki.path('ca.pem'), '--tlscert', pki.path('server.pem'), '--tlskey', pki.path('server.key')];
  const listen = ['-H', `unix://${socketPath}`, '-H', `tcp://127.0.0.1:${port}`];
  const docker = new Docker({ socketPath });
  const start = async () => {
    const log = await open(join(home, 'log'), 'a');
    const child = spawn(binary, [...own, ...network, ...tls, ...listen], { stdio: ['ignore', log.fd, log.fd] });
    await log.close();
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const answers = () =>
      docker.ping().then(
        () => true,
        () => false,
      );
    for (let tries = 0; !(await answers()); tries++) {
      if (tries > 600 || child.exitCode !== null)
        throw new Error(`dockerd did not start:\n${readFileSync(join(home, 'log'), 'utf8').slice(-2000)}`);
      await setTimeout(100);
    }
    return { child, ended };
  };
  let running = await start();
  const kill = () => running.child.kill('SIGTERM');
  process.once('exit', kill);
  await importImage(docker);
  return {
    docker,
    local: { name: 'local', socketPath },
    secure: { name: 'secure', host: '127.0.0.1', port, ca: pki.text('ca.pem'), cert: pki.text('client.pem'), key: pki.text('client.key') },
    stop: async () => {
      process.off('exit', kill);
      kill();
      await running.ended;
      unmount(join(home, 'data'));
      await rm(home, { recursive: true, force: true });
    },
    strike: async () => {
      running.child.kill('SIGKILL');
      await running.ended;
      running = await again(start);
    },
  };
}

/** An image of one static program under a few of its names: nothing has to be downloaded. */
async function importImage(docker: Docker): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'coppice-image-'));
  await mkdir(join(root, 'bin'));
  await copyFile(busybox() ?? '', join(root, 'bin', 'busybox'));
  await chmod(join(root, 'bin', 'busybox'), 0o755);
  for (const name of ['sh', 'sleep', 'cat', 'env', 'true', 'id', 'hostname']) await symlink('busybox', join(root, 'bin', name));
  const archive = join(root, 'image.tar');
  execFileSync('tar', ['-C', root, '-cf', archive, 'bin']);
  const [repo = '', tag = ''] = IMAGE.split(':');
  const stream = await docker.importImage(archive, { repo, tag });
  await new Promise<void>((resolve, reject) =>
    docker.modem.followProgress(stream, (error: Error | null) => (error ? reject(error) : resolve())),
  );
  await rm(root, { recursive: true });
}

/** An engine that was killed may not come up at once: what of it still runs has to go first. Whatever keeps services up tries again, too. */
async function again<T>(start: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** An engine that was killed leaves its folder mounted, and each that comes after it mounts it once more. */
function unmount(folder: string): void {
  for (;;) {
    try {
      execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
    } catch {
      return;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
