import { shown } from '../spec/scalar.ts';
import type { PropertiesOf } from '../spec/schema.ts';
import { splitCommand } from './command-line.ts';
import type { schema } from './docker-schema.ts';
import { badArguments, badPath, badVariables, below, LONGEST_STOP, outside } from './process-rules.ts';

type Properties = PropertiesOf<typeof schema>;
type Complaints = Generator<string | undefined>;

/** Labels that begin so say whose a container is. Whoever could write them could have somebody else's container taken for rubbish. */
export const RESERVED_LABELS = 'coppice.';

/** What Docker takes for the name of a container or a volume. Neither a path nor `container:<id>` is one. */
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
const NETWORK = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** A registry, a path, a tag, a digest. Nothing else is an image, and no engine is asked for it. */
const IMAGE = /^[a-zA-Z0-9][a-zA-Z0-9._:/@+-]{0,254}$/;

/** Docker starts nothing with less. */
const LEAST_MEMORY_MB = 6;
const LAST_PORT = 65_535;

export function* aboutHost({ host_node, host_cluster }: Properties): Complaints {
  yield host_node && host_cluster ? "Either 'host_cluster' or 'host_node' must be specified, but not both." : undefined;
}

export function* aboutProcess({ image, name, command, entrypoint, env, working_dir, stop_timeout }: Properties): Complaints {
  yield image === '' ? "The 'image' must not be empty" : undefined;
  yield image === '' || IMAGE.test(image) ? undefined : `'${shown(image)}' cannot be the name of an image`;
  yield name === undefined || NAME.test(name) ? undefined : `'${shown(name)}' cannot be the name of a container`;
  const split = splitCommand(command ?? '');
  yield split.kind === 'fault' ? `Invalid 'command': ${split.message}` : undefined;
  yield command?.includes('\0') ? "The 'command' must not contain the character NUL" : undefined;
  yield entrypoint && badArguments('entrypoint', entrypoint);
  yield env && badVariables('env', env);
  yield working_dir === undefined ? undefined : badPath('working_dir', working_dir);
  yield outside('stop_timeout', stop_timeout, 0, LONGEST_STOP);
}

export function* aboutPlace({ ports = [], volumes = [], networks = [], cpus, memory_mb, labels = {} }: Properties): Complaints {
  const taken = new Set<string>();
  for (const [i, { container_port, host_port, protocol }] of ports.entries()) {
    yield outside(`ports[${i}].container_port`, container_port, 1, LAST_PORT);
    yield outside(`ports[${i}].host_port`, host_port, 1, LAST_PORT);
    const place = `${host_port}/${protocol}`;
    yield host_port !== undefined && taken.has(place) ? `The host port ${place} is asked for twice` : undefined;
    taken.add(place);
  }
  for (const [i, { source, target }] of volumes.entries()) {
    yield NAME.test(source) ? undefined : `The 'volumes[${i}].source' must be the name of a volume: paths of the host are not mounted`;
    yield badPath(`volumes[${i}].target`, target);
  }
  for (const [i, network] of networks.entries()) {
    yield NETWORK.test(network) ? undefined : `The 'networks[${i}]' must be the name of a network`;
    yield network === 'host' ? "The network of the host itself cannot be joined: 'host'" : undefined;
  }
  yield cpus === undefined || cpus > 0 ? undefined : "The 'cpus' must be greater than 0";
  yield below('memory_mb', memory_mb, LEAST_MEMORY_MB);
  for (const [name, value] of Object.entries(labels)) {
    yield name.startsWith(RESERVED_LABELS)
      ? `Labels that begin with '${RESERVED_LABELS}' are not yours to give: '${shown(name)}'`
      : undefined;
    yield typeof value === 'string' ? undefined : `The value of '${shown(name)}' in 'labels' must be a string`;
  }
}

export function* aboutHealth({ health }: Properties): Complaints {
  if (!health) return;
  yield badArguments('health.command', health.command);
  yield below('health.interval', health.interval, 1);
  yield below('health.timeout', health.timeout, 1);
  yield below('health.retries', health.retries, 1);
  yield below('health.start_period', health.start_period, 0);
}
