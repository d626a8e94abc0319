import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineAddress } from '../drivers/docker/client.ts';
import { dockerDriver } from '../drivers/docker/driver.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { Driver } from '../ports/driver.ts';
import type { Config } from './config.ts';
import { markSigning } from './mark-signing.ts';

const USUAL_SOCKET = '/var/run/docker.sock';
const USUAL_PORT = 2376;

/** The Docker engines of this installation: the ones it is told of, else the one of the machine where there is one. */
export function dockerEngine(settings: Config, installation: string): Driver | undefined {
  const hosts =
    settings.DOCKER_HOST.length > 0
      ? settings.DOCKER_HOST
      : settings.STAGE === 'local' && existsSync(USUAL_SOCKET)
        ? [`unix://${USUAL_SOCKET}`]
        : [];
  if (hosts.length === 0) return undefined;
  return dockerDriver({
    engines: hosts.map((host) => addressOf(host, settings.DOCKER_CERT_PATH)),
    installation,
    clock: systemClock,
    signer: markSigning(settings),
    pull: settings.COPPICE_DOCKER_PULL === 'yes',
    concurrency: settings.COPPICE_DOCKER_CONCURRENCY,
  });
}

/** `unix:///path`, or `tcp://host:port`, with TLS when there is a folder with certificates. */
function addressOf(host: string, certPath: string): EngineAddress {
  const url = new URL(host);
  if (url.protocol === 'unix:') return { name: host, socketPath: url.pathname };
  const at = { name: host, host: url.hostname, port: Number(url.port || USUAL_PORT) };
  if (certPath === '') return at;
  const read = (file: string) => readFileSync(join(certPath, file), 'utf8');
  return { ...at, ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}
