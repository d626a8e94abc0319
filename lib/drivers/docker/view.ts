import type { Outcome, Resource } from '../../domain/action/call.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import type { Container } from './container.ts';
import { type Located, nameOf } from './locate.ts';

/** How a resource is. Paused and stopped are not well, even when somebody wanted them so: they do no work. */
export function healthOf(located: Located): Outcome {
  if (located.kind === 'fault') return located;
  if (located.kind === 'none' || located.kind === 'foreign') return unwell('there is no such container', true);
  const { State } = located.container;
  if (State.Paused) return unwell('the container is paused', false);
  if (State.Restarting) return unwell(`the container is being restarted by its engine after it exited with code ${State.ExitCode}`, false);
  if (!State.Running) return unwell(endOf(located.container), false);
  return State.Health?.Status === 'unhealthy' ? unwell("the container's own health check fails", false) : { kind: 'ok' };
}

const unwell = (reason: string, gone: boolean): Outcome => ({ kind: 'unhealthy', reason, gone });

export function endOf({ State }: Container): string {
  if (State.Status === 'created') return 'the container was never started';
  if (State.OOMKilled) return 'the container ran out of memory and was killed';
  return `the container exited with code ${State.ExitCode}${State.Error ? `: ${State.Error}` : ''}`;
}

/** What users see. The environment is not among it: it is where secrets are. */
export function detailsOf(resource: Resource, engine: string, container: Container): JsonObject {
  const { Id, State, Config, Created, RestartCount, NetworkSettings } = container;
  const networks = Object.entries(NetworkSettings.Networks ?? {});
  return {
    id: Id,
    name: nameOf(container),
    status: statusOf(State),
    state: State.Status,
    health: State.Health?.Status ?? null,
    image: Config.Image,
    command: resource.properties.command ?? null,
    engine,
    addresses: Object.fromEntries(
      networks.map(([name, network]) => [
        name,
        [network?.IPAddress, network?.GlobalIPv6Address].filter((a) => a !== undefined && a !== ''),
      ]),
    ),
    ports: portsOf(container),
    created: Created,
    started_at: State.StartedAt,
    exit_code: State.Running ? null : State.ExitCode,
    restart_count: RestartCount ?? 0,
  } as JsonObject;
}

function statusOf({ Running, Paused, Restarting, Status }: Container['State']): string {
  if (Paused) return 'PAUSED';
  if (Restarting) return 'RESTARTING';
  return Running ? 'ACTIVE' : Status.toUpperCase();
}

const portsOf = ({ NetworkSettings }: Container): JsonObject[] =>
  Object.entries(NetworkSettings.Ports ?? {}).flatMap(([port, bindings]) => {
    const [container_port, protocol = 'tcp'] = port.split('/');
    return (bindings ?? []).map(({ HostIp, HostPort }) => ({
      container_port: Number(container_port),
      protocol,
      host_ip: HostIp ?? '',
      host_port: Number(HostPort ?? 0),
    }));
  });
