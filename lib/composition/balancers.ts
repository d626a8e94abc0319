import { fakeBalancer } from '../drivers/fake/balancer.ts';
import { haproxyBalancer } from '../drivers/haproxy/balancer.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { LoadBalancers } from '../ports/load-balancer.ts';
import type { Config } from './config.ts';
import { octavia } from './octavia.ts';

let current: LoadBalancers | undefined;

/** The load balancers of this installation: one set per process, which actions and probes share. */
export function balancersInUse(settings: Config): LoadBalancers {
  current ??= balancers(settings);
  return current;
}

/** What stands in front of which nodes: a fake before fakes, Octavia before servers, HAProxy before the rest, where there is one. */
export function balancers(settings: Config): LoadBalancers {
  const fake = fakeBalancer();
  const isFake = (profileType: string) =>
    ['fake.node', ...settings.COPPICE_FAKE_PROFILES].some((name) => profileType.startsWith(`${name}-`));
  const socket = settings.COPPICE_HAPROXY_SOCKET;
  const haproxy = socket === '' ? undefined : haproxyBalancer({ socket, clock: systemClock });
  const cloud = octavia(settings);
  return (profileType) => {
    if (isFake(profileType)) return fake;
    return profileType.startsWith('os.nova.server-') ? (cloud ?? haproxy) : haproxy;
  };
}
