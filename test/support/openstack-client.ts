import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const CLIENT = '/usr/bin/openstack';

/** Why the stock client with its clustering commands cannot be run here; undefined when it can. */
export const clusterClientMissing = (): string | undefined =>
  spawnSync(CLIENT, ['help', 'cluster', 'list'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no OpenStack client with clustering: `apt-get install python3-openstackclient python3-senlinclient` brings one';

/** The stock client as somebody would use it who has nothing but the `clouds.yaml` of a state folder. Throws what the client complains of. */
export function openstackClient(cloudsFile: string, cwd: string, cloud = 'coppice') {
  const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', LC_ALL: 'C.UTF-8', OS_CLIENT_CONFIG_FILE: cloudsFile, OS_CLOUD: cloud };
  const run = async (...words: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(CLIENT, words, { env, cwd, maxBuffer: 2 ** 24 });
    return stdout.trim();
  };
  return {
    run,
    /** One column of a list, a line each. */
    column: async (name: string, ...words: string[]): Promise<readonly string[]> =>
      (await run(...words, '-f', 'value', '-c', name)).split('\n').filter((line) => line !== ''),
  };
}
