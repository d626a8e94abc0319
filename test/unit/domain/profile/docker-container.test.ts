import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/domain/kernel/json.ts';
import { dockerContainer } from '../../../../lib/domain/profile/docker-container.ts';
import { updatableDifference } from '../../../../lib/domain/profile/update.ts';
import { validateProfileSpec } from '../../../../lib/domain/profile/validate-spec.ts';

const validate = (properties: JsonObject) => {
  const result = validateProfileSpec({ type: 'container.dockerinc.docker', version: '1.0', properties: { image: 'nginx', ...properties } });
  return result.kind === 'ok' ? 'ok' : `${result.fault.code}: ${result.fault.message}`;
};

describe('what Senlin had', () => {
  test.each<[JsonObject, string]>([
    [{ host_node: 'n' }, 'ok'],
    [{ host_cluster: 'c', port: '2376', command: 'sleep 60', name: 'web' }, 'ok'],
    // Beyond Senlin: the engines the operator configured.
    [{}, 'ok'],
    [{ host_node: 'n', host_cluster: 'c' }, "Either 'host_cluster' or 'host_node' must be specified, but not both."],
    [{ context: { odd: 1 } }, "Some keys in 'context' are invalid: ['odd']"],
    [{ image: '' }, "The 'image' must not be empty"],
    [{ image: null }, "The value 'None' is not a valid string."],
    [{ name: '../etc' }, "'../etc' cannot be the name of a container"],
    [{ command: "sh -c 'a" }, "Invalid 'command': The command has no closing quotation mark (')"],
    [{ command: 'a\0' }, "The 'command' must not contain the character NUL"],
    [{ command: '' }, 'ok'],
  ])('%j: %s', (properties, expected) => expect(validate(properties)).toBe(expected === 'ok' ? 'ok' : `profile.spec.invalid: ${expected}`));
});

describe('what we added', () => {
  test('all of it at once', () => {
    const everything = {
      entrypoint: ['/bin/app'],
      env: { A: '1' },
      ports: [{ container_port: 80, host_port: 8080 }, { container_port: '53', host_port: 8080, protocol: 'udp' }, { container_port: 81 }],
      volumes: [{ source: 'data', target: '/var/data', read_only: 'yes' }],
      networks: ['backend', 'bridge'],
      cpus: 0.5,
      memory_mb: 64,
      restart_policy: 'on-failure',
      labels: { tier: 'web' },
      working_dir: '/srv',
      user: '1000:1000',
      stop_timeout: 5,
      health: { command: ['curl', '-f', 'http://localhost'] },
    };
    expect(validate(everything)).toBe('ok');
  });

  test.each<[JsonObject, string]>([
    [{ entrypoint: [] }, "The 'entrypoint' must have at least one word"],
    [{ env: { A: true } }, "The value of 'A' in 'env' must be a string"],
    [{ ports: [{ host_port: 80 }] }, "Required spec item 'container_port' not provided"],
    [{ ports: [{ container_port: 1 }, { container_port: 0 }] }, "The 'ports[1].container_port' must be between 1 and 65535"],
    [{ ports: [{ container_port: 1, host_port: 65536 }] }, "The 'ports[0].host_port' must be between 1 and 65535"],
    [{ ports: [{ container_port: 1, protocol: 'icmp' }] }, "'icmp' must be one of the allowed values: tcp, udp, sctp"],
    [{ ports: [1, 2].map((container_port) => ({ container_port, host_port: 80 })) }, 'The host port 80/tcp is asked for twice'],
    [{ volumes: [{ source: 'data', target: 'rel' }] }, "The 'volumes[0].target' must be an absolute path"],
    [{ cpus: 0 }, "The 'cpus' must be greater than 0"],
    [{ memory_mb: 5 }, "The 'memory_mb' must be at least 6"],
    [{ restart_policy: 'never' }, "'never' must be one of the allowed values: no, always, on-failure, unless-stopped"],
    [{ labels: { a: 1 } }, "The value of 'a' in 'labels' must be a string"],
    [{ working_dir: '.' }, "The 'working_dir' must be an absolute path"],
    [{ stop_timeout: 3601 }, "The 'stop_timeout' must be between 0 and 3600"],
    [{ health: {} }, "Required spec item 'command' not provided"],
    [{ health: { command: ['x'], interval: 0 } }, "The 'health.interval' must be at least 1"],
    [{ health: { command: ['x'], retries: 0 } }, "The 'health.retries' must be at least 1"],
  ])('%j: %s', (properties, expected) => expect(validate(properties)).toBe(`profile.spec.invalid: ${expected}`));
});

describe('nobody reaches the host, or what is not theirs', () => {
  test.each(['/var/run/docker.sock', '/', '.', '..', './x', 'a/b', '~', '', 'C:\\x', 'data:/x'])('volume %j', (source) => {
    expect(validate({ volumes: [{ source, target: '/x' }] })).toBe(
      "profile.spec.invalid: The 'volumes[0].source' must be the name of a volume: paths of the host are not mounted",
    );
  });

  test.each(['container:web', 'ns:/proc/1/ns/net', '', '-x', 'a b'])('network %j', (network) => {
    expect(validate({ networks: [network] })).toBe("profile.spec.invalid: The 'networks[0]' must be the name of a network");
  });

  test('the network of the host', () => {
    expect(validate({ networks: ['ok', 'host'] })).toBe("profile.spec.invalid: The network of the host itself cannot be joined: 'host'");
  });

  test('labels that say whose a container is', () => {
    expect(validate({ labels: { 'coppice.node': 'x' } })).toBe(
      "profile.spec.invalid: Labels that begin with 'coppice.' are not yours to give: 'coppice.node'",
    );
  });

  test.each([
    'privileged',
    'cap_add',
    'devices',
    'pid_mode',
    'ipc_mode',
    'network_mode',
    'binds',
    'security_opt',
    'runtime',
    'userns_mode',
  ])('there is no %s', (item) => expect(validate({ [item]: true })).toBe(`profile.spec.invalid: Unrecognizable spec item '${item}'`));
});

test('what can be changed while it runs', () => {
  const before = { image: 'nginx', cpus: 1, memory_mb: 64, restart_policy: 'no', command: 'sleep 1' };
  const change = (properties: JsonObject) => updatableDifference(dockerContainer, before, { ...before, ...properties });
  for (const some of [{ cpus: 2 }, { memory_mb: 128 }, { restart_policy: 'always' }])
    expect(change(some)).toEqual({ kind: 'ok', changed: Object.keys(some) });
  for (const other of [{ volumes: [] }, { networks: [] }, { entrypoint: ['a'] }]) expect(change(other).kind).toBe('fault');
});
