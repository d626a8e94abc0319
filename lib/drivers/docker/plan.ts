import { z } from 'zod';
import type { Ownership } from '../../domain/action/call.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { splitCommand } from '../../domain/profile/command-line.ts';
import type { Plan } from './container.ts';
import { badProperties, hostUnsupported } from './faults.ts';
import type { Host } from './host.ts';
import { labelsOf } from './marks.ts';

const Texts = z.record(z.string(), z.string());

/** The properties of `container.dockerinc.docker-1.0`, as the driver needs them. */
const Properties = z.object({
  image: z.string().min(1),
  name: z.string().optional(),
  command: z.string().optional(),
  entrypoint: z.array(z.string()).optional(),
  env: Texts.optional(),
  ports: z.array(z.object({ container_port: z.int(), host_port: z.int().optional(), protocol: z.string().default('tcp') })).default([]),
  volumes: z.array(z.object({ source: z.string(), target: z.string(), read_only: z.boolean().default(false) })).default([]),
  networks: z.array(z.string()).default([]),
  cpus: z.number().optional(),
  memory_mb: z.int().optional(),
  restart_policy: z.string().optional(),
  labels: Texts.default({}),
  working_dir: z.string().optional(),
  user: z.string().optional(),
  stop_timeout: z.int().default(10),
  health: z
    .object({
      command: z.array(z.string()),
      interval: z.number().optional(),
      timeout: z.number().optional(),
      retries: z.int().optional(),
      start_period: z.number().optional(),
      wait: z.boolean().optional(),
    })
    .optional(),
});
export type Properties = z.infer<typeof Properties>;

export function readProperties(properties: JsonObject): Properties | Fault {
  for (const property of ['host_node', 'host_cluster']) if (properties[property]) return hostUnsupported(property);
  // The profile type fills in what was left out with null in some places; for a container that is the same as leaving it out.
  const given = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
  const parsed = Properties.safeParse(given);
  return parsed.success ? parsed.data : badProperties(parsed.error.issues.map((issue) => issue.path.join('.')).join(', '));
}

const NANO = 1_000_000_000;

/** Limits as the engine takes them, at creation and later. Memory is all there is: no swap beside it. */
export const limitsOf = ({ cpus, memory_mb, restart_policy }: Partial<Properties>) => ({
  ...(cpus !== undefined && { NanoCpus: Math.round(cpus * NANO) }),
  ...(memory_mb !== undefined && { Memory: memory_mb * 2 ** 20, MemorySwap: memory_mb * 2 ** 20 }),
  ...(restart_policy !== undefined && { RestartPolicy: { Name: restart_policy } }),
});

/** What to ask the engine for. @param labels those of the user; ours come last, so that nobody can give a container away */
export function planOf(
  properties: Properties,
  { installation, signer }: Pick<Host, 'installation' | 'signer'>,
  token: string,
  owner: Ownership,
): Plan | Fault {
  const { image, command, entrypoint, env, ports, volumes, networks, labels, working_dir, user, stop_timeout, health } = properties;
  const words = splitCommand(command ?? '');
  if (words.kind === 'fault') return badProperties(`command: ${words.message}`);
  const portNames = ports.map(({ container_port, protocol }) => `${container_port}/${protocol}`);
  const bindings = ports.map(({ host_port }) => [{ HostPort: host_port === undefined ? '' : String(host_port) }]);
  const hostname = owner.nodeName
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return {
    Image: image,
    Labels: { ...labels, ...labelsOf(installation, token, owner, signer) },
    StopTimeout: stop_timeout,
    ...(hostname !== '' && { Hostname: hostname }),
    ...(words.words.length > 0 && { Cmd: [...words.words] }),
    ...(entrypoint && { Entrypoint: entrypoint }),
    ...(env && { Env: Object.entries(env).map(([name, value]) => `${name}=${value}`) }),
    ...(working_dir !== undefined && { WorkingDir: working_dir }),
    ...(user !== undefined && { User: user }),
    ...(health && { Healthcheck: healthcheckOf(health) }),
    ...(ports.length > 0 && { ExposedPorts: Object.fromEntries(portNames.map((name) => [name, {}])) }),
    HostConfig: {
      ...limitsOf(properties),
      ...(ports.length > 0 && { PortBindings: Object.fromEntries(portNames.map((name, i) => [name, bindings[i]])) }),
      ...(volumes.length > 0 && {
        Mounts: volumes.map(({ source, target, read_only }) => ({ Type: 'volume', Source: source, Target: target, ReadOnly: read_only })),
      }),
      ...(networks[0] !== undefined && { NetworkMode: networks[0] }),
    },
  };
}

const healthcheckOf = ({ command, interval, timeout, retries, start_period }: NonNullable<Properties['health']>) => ({
  Test: ['CMD', ...command],
  ...(interval !== undefined && { Interval: interval * NANO }),
  ...(timeout !== undefined && { Timeout: timeout * NANO }),
  ...(retries !== undefined && { Retries: retries }),
  ...(start_period !== undefined && { StartPeriod: start_period * NANO }),
});
