import { expect } from '@jest/globals';
import type { JsonObject } from '../../../lib/domain/kernel/json.ts';
import { type Attack, attack, each } from './attack.ts';

const spec = (properties: JsonObject) => ({
  type: 'container.dockerinc.docker',
  version: '1.0',
  properties: { image: 'nginx', ...properties },
});
const docker = (properties: JsonObject) => ({ profile: { name: 'escape', spec: spec(properties) } });
const unnamed = (properties: JsonObject) => ({ profile: { spec: spec(properties) } });
const cases = (...all: readonly JsonObject[]): Readonly<Record<string, JsonObject>> =>
  Object.fromEntries(all.map((one) => [JSON.stringify(one).slice(0, 80), one]));

export const containers: readonly Attack[] = [
  ...each(
    20,
    cases(
      { docker_host: 'unix:///var/run/docker.sock' },
      { endpoint: 'tcp://127.0.0.1:2375' },
      { engine: 'unix:///var/run/docker.sock' },
      { url: 'http://169.254.169.254/' },
      { context: { docker_host: 'unix:///var/run/docker.sock' } },
    ),
    async ({ demo }, properties) => {
      expect((await demo.ask('POST', '/v1/profiles', docker(properties))).status).toBe(400);
    },
  ),
  ...each(
    21,
    cases(
      { privileged: true },
      { pid: 'host' },
      { pid_mode: 'host' },
      { ipc: 'host' },
      { userns_mode: 'host' },
      { network_mode: 'host' },
      { networks: ['host'] },
      { networks: ['container:abc'] },
      { cap_add: ['SYS_ADMIN'] },
      { devices: ['/dev/sda'] },
      { device_requests: [{}] },
      { security_opt: ['seccomp=unconfined'] },
      { cgroup_parent: '/' },
      { sysctls: { 'kernel.core_pattern': '|/x' } },
      { runtime: 'evil' },
      { host_config: { Privileged: true } },
      { binds: ['/:/host'] },
      { volumes: [{ source: '/', target: '/host' }] },
      { volumes: [{ source: '/var/run/docker.sock', target: '/var/run/docker.sock' }] },
      { volumes: [{ source: '../..', target: '/host' }] },
      { volumes: [{ source: 'data', target: '../etc' }] },
      { tmpfs: { '/run': 'exec' } },
      { labels: { 'coppice.node': 'x' } },
      { name: '../../x' },
    ),
    async ({ demo }, properties) => {
      expect((await demo.ask('POST', '/v1/profiles', docker(properties))).status).toBe(400);
      expect((await demo.ask('POST', '/v1/profiles/validate', unnamed(properties))).status).toBe(400);
    },
  ),
  ...each(
    22,
    cases(
      { image: 'nginx; rm -rf /' },
      { image: '$(id)' },
      { image: '`id`' },
      { image: 'nginx\nprivileged: true' },
      { image: 'nginx && curl evil' },
      { image: 'a'.repeat(300) },
      { image: '--privileged' },
      { image: '../../etc/passwd' },
      { image: '' },
      { image: null },
    ),
    async ({ demo }, properties) => {
      expect((await demo.ask('POST', '/v1/profiles', docker(properties))).status).toBe(400);
    },
  ),
  attack(22, 'an image with a registry, a tag and a digest is one', async ({ demo }) => {
    const image = `registry.example:5000/team/web:1.2@sha256:${'a'.repeat(64)}`;
    expect((await demo.ask('POST', '/v1/profiles/validate', unnamed({ image }))).status).toBe(200);
  }),
  attack(23, 'arguments of a process are arguments, whatever is in them', async ({ demo }) => {
    const command = [
      'sh',
      '-c',
      'test "$1" = "; touch /tmp/coppice-escaped; \\$(id)" && sleep 60',
      'sh',
      '; touch /tmp/coppice-escaped; $(id)',
    ];
    const process = { type: 'local.process', version: '1.0', properties: { command } };
    expect((await demo.ask('POST', '/v1/profiles/validate', { profile: { spec: process } })).text).toContain(
      '; touch /tmp/coppice-escaped; $(id)',
    );
  }),
];
