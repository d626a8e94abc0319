import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { isJsonObject, type Json } from '../../lib/domain/kernel/json.ts';
import { PASSWORD, type WholeService } from '../support/whole-service.ts';

const TEMPEST = '/usr/bin/tempest';

/** Why Senlin's own test suite cannot be run here, or undefined when it can. */
export const tempestMissing = (): string | undefined =>
  spawnSync('/usr/bin/python3', ['-c', 'import senlin_tempest_plugin, tempest.cmd.run'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'no Senlin test suite on this machine: `apt-get install tempest senlin-tempest-plugin` brings it';

export type Outcome = 'ok' | 'FAILED' | 'SKIPPED';

/** Where tempest is told about a service, and run. */
export class Workspace {
  readonly #dir: string;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(dir: string, home: string) {
    this.#dir = dir;
    this.#env = { PATH: '/usr/bin:/bin', HOME: home, LC_ALL: 'C.UTF-8' };
  }

  /** @param workers how many accounts of each kind tempest is to have, sixteen at most: every worker keeps one of each to itself */
  static async make(service: WholeService, workers: number): Promise<Workspace> {
    const dir = path.join(service.home, 'tempest');
    const workspace = new Workspace(dir, service.home);
    await promisify(execFile)(TEMPEST, ['init', dir], { cwd: service.home, env: workspace.#env });
    writeFileSync(path.join(dir, 'etc/accounts.yaml'), JSON.stringify(await accounts(service, workers)));
    writeFileSync(path.join(dir, 'etc/tempest.conf'), configuration(service.url, dir));
    return workspace;
  }

  /** @returns what became of each test, by its name without what all have in common */
  async outcomes(regex: string, workers: number): Promise<ReadonlyMap<string, Outcome>> {
    const printed = await this.#run('run', '--concurrency', String(workers), '--regex', regex, '--config-file', 'etc/tempest.conf');
    const lines = [...printed.matchAll(/^\{\d+\} (.+?)(?:\[id-[^\]]*\])? \[[\d.]+s\] \.\.\. (ok|FAILED|SKIPPED)/gm)];
    return new Map(lines.map(([, name = '', outcome]) => [name.replace('senlin_tempest_plugin.tests.', ''), outcome as Outcome]));
  }

  /** What it prints. That tests failed is no failure of running them. */
  async #run(...words: readonly string[]): Promise<string> {
    const options = { cwd: this.#dir, env: this.#env, maxBuffer: 2 ** 28 };
    return promisify(execFile)(TEMPEST, words, options).then(
      ({ stdout }) => stdout,
      (error: { readonly stdout?: string }) => {
        if (!error.stdout) throw error;
        return error.stdout;
      },
    );
  }
}

/** Two projects, and administrators. Tempest tells accounts apart by what is said of them: the same ones are said in sixteen ways. */
async function accounts(service: WholeService, workers: number): Promise<readonly Json[]> {
  const [userId, projectId] = await Promise.all((['users', 'projects'] as const).map((kind) => idsByName(service, kind)));
  return ['demo', 'alt', 'admin'].flatMap((name) =>
    Array.from({ length: workers }, (_, way) => ({
      username: name,
      project_name: name,
      password: PASSWORD,
      user_domain_name: 'Default',
      project_domain_name: 'Default',
      domain_name: 'Default',
      ...(way & 1 && { user_id: userId?.get(name) ?? '' }),
      ...(way & 2 && { project_id: projectId?.get(name) ?? '' }),
      ...(way & 4 && { tenant_name: name }),
      ...(way & 8 && { tenant_id: projectId?.get(name) ?? '' }),
      roles: [name === 'admin' ? 'admin' : 'member'],
      ...(name === 'admin' && { types: ['admin'] }),
    })),
  );
}

async function idsByName(service: WholeService, kind: 'users' | 'projects'): Promise<ReadonlyMap<string, string>> {
  const { json } = await service.as('admin').ask('GET', `/identity/v3/${kind}`);
  const listed = isJsonObject(json) ? json[kind] : undefined;
  if (!Array.isArray(listed)) throw new Error(`no ${kind}`);
  return new Map(listed.filter(isJsonObject).map(({ name, id }) => [String(name), String(id)]));
}

const configuration = (url: string, dir: string): string => `
[DEFAULT]
log_dir = ${dir}/logs
[oslo_concurrency]
lock_path = ${dir}/tempest_lock
[auth]
use_dynamic_credentials = false
test_accounts_file = ${dir}/etc/accounts.yaml
create_isolated_networks = false
default_credentials_domain_name = Default
[identity]
auth_version = v3
uri_v3 = ${url}/identity/v3
region = RegionOne
[service_available]
senlin = true
nova = false
neutron = false
glance = false
cinder = false
swift = false
[clustering]
min_microversion = 1.0
max_microversion = latest
delete_with_dependency = true
health_policy_version = 1.1
wait_timeout = 60
`;
