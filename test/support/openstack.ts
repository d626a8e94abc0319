import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const CLIENT = '/usr/bin/openstack';
const PYTHON = '/usr/bin/python3';

/** Why the OpenStack client cannot be run here with its clustering commands, or undefined when it can. */
export function clusteringClientMissing(): string | undefined {
  if (spawnSync(CLIENT, ['--version'], { stdio: 'ignore' }).status !== 0)
    return 'no OpenStack client on this machine: `apt-get install python3-openstackclient` brings one';
  if (spawnSync(PYTHON, ['-c', 'import senlinclient'], { stdio: 'ignore' }).status !== 0)
    return 'the OpenStack client has no clustering commands: `apt-get install python3-senlinclient` brings them';
  return undefined;
}

/** The OpenStack client, as somebody who has this `clouds.yaml`. Answers what it printed; fails as it fails, with what it complained of. */
export const openstackAt =
  (home: string, cloud = 'coppice') =>
  async (...words: readonly string[]): Promise<string> => {
    const env = { PATH: '/usr/bin:/bin', HOME: home, LC_ALL: 'C.UTF-8', OS_CLIENT_CONFIG_FILE: `${home}/clouds.yaml`, OS_CLOUD: cloud };
    return (await promisify(execFile)(CLIENT, words, { env })).stdout.trim();
  };
