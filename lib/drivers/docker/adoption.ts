import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Answer } from '../../ports/driver.ts';
import { type At, type Container, inspectContainer } from './container.ts';
import { foreign, noEngine, notFound, taken } from './faults.ts';
import type { Host } from './host.ts';
import { marksIn, proofOf } from './marks.ts';
import { fault } from './operations.ts';

type Described = Answer<{ readonly physicalId: string; readonly properties: JsonObject; readonly memory: JsonObject }>;

/** Describes an existing container, known by id or by name, for adoption. The first engine that has it is meant. @param token of one of ours that no node has */
export async function inspect(host: Host, signal: AbortSignal, identity: string, token?: string): Promise<Described> {
  const { fleet, installation } = host;
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,255}$/.test(identity)) return fault(notFound({ physicalId: identity, token: null }));
  if (fleet.all.length === 0) return fault(noEngine());
  for (const engine of fleet.all) {
    const at: At = { engine, signal };
    const reply = await inspectContainer(at, identity);
    if (reply.kind === 'refused' && reply.status === 404) continue;
    if (reply.kind !== 'ok') return fault(reply.fault);
    const marks = marksIn(reply.value.Config.Labels);
    if (marks && marks.installation !== installation) return fault(taken(identity, 'another installation'));
    if (marks && proofOf(marks, host.signer, [reply.value.Name]) === 'forged') return fault(foreign(identity));
    if (marks?.token !== token) return fault(marks ? taken(identity, `node ${marks.nodeId}`) : foreign(identity));
    return {
      kind: 'ok',
      physicalId: reply.value.Id,
      properties: propertiesOf(reply.value),
      memory: { ...(token === undefined && { adopted: true }), engine: engine.name },
    };
  }
  return fault(notFound({ physicalId: identity, token: null }));
}

/** Networks that are there without anybody's asking. */
const BUILT_IN = new Set(['bridge', 'none', 'host', 'default', 'nat']);
const LEAST_MEMORY_MB = 6;

/** As a profile would have asked for it. Its environment is not copied: profiles are read by many, and secrets are kept there. */
function propertiesOf({ Config, HostConfig, Mounts, NetworkSettings }: Container): JsonObject {
  const volumes = (Mounts ?? []).flatMap(({ Type, Name, Destination, RW }) =>
    Type === 'volume' && Name !== undefined && !/^[0-9a-f]{64}$/.test(Name)
      ? [{ source: Name, target: Destination, read_only: RW === false }]
      : [],
  );
  const ports = Object.entries(HostConfig.PortBindings ?? {}).flatMap(([port, bindings]) => {
    const [container_port, protocol = 'tcp'] = port.split('/');
    const host_port = Number(bindings?.[0]?.HostPort || 0);
    return [{ container_port: Number(container_port), protocol, ...(host_port > 0 && { host_port }) }];
  });
  const networks = Object.keys(NetworkSettings.Networks ?? {}).filter((name) => !BUILT_IN.has(name));
  const memory_mb = Math.floor((HostConfig.Memory ?? 0) / 2 ** 20);
  const policy = HostConfig.RestartPolicy?.Name;
  return {
    image: Config.Image,
    ...(Config.Cmd?.length && { command: Config.Cmd.map(quoted).join(' ') }),
    ...(ports.length > 0 && { ports }),
    ...(volumes.length > 0 && { volumes }),
    ...(networks.length > 0 && { networks }),
    ...(HostConfig.NanoCpus && { cpus: HostConfig.NanoCpus / 1e9 }),
    ...(memory_mb >= LEAST_MEMORY_MB && { memory_mb }),
    ...(policy && policy !== 'no' && { restart_policy: policy }),
  };
}

/** A word as `splitCommand` reads it back. */
export const quoted = (word: string): string => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
