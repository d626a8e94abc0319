import { fakeBalancer } from '../drivers/fake/balancer.ts';
import { haproxyBalancer } from '../drivers/haproxy/balancer.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { LoadBalancer, LoadBalancers } from '../ports/load-balancer.ts';
import type { Config } from './config.ts';
import { markingOf } from './mark-signing.ts';
import { octavia } from './octavia.ts';

type InUse = {
  /** What stands in front of nodes of a profile type. */
  readonly before: LoadBalancers;
  /** Those that really stand somewhere, by name. */
  readonly real: ReadonlyMap<string, LoadBalancer>;
};

let current: InUse | undefined;

/** The load balancers of this installation: one set per process, which actions and probes share. */
export function balancersInUse(settings: Config): InUse {
  current ??= balancers(settings);
  return current;
}

/** A fake before fakes, Octavia before servers, HAProxy before the rest, where there is one. */
export function balancers(settings: Config): InUse {
  const fake = fakeBalancer();
  const isFake = (profileType: string) =>
    ['fake.node', ...settings.COPPICE_FAKE_PROFILES].some((name) => profileType.startsWith(`${name}-`));
  const socket = settings.COPPICE_HAPROXY_SOCKET;
  const haproxy = socket === '' ? undefined : haproxyBalancer({ socket, clock: systemClock, marking: markingOf(settings) });
  const cloud = octavia(settings);
  return {
    before: (profileType) => {
      if (isFake(profileType)) return fake;
      return profileType.startsWith('os.nova.server-') ? (cloud ?? haproxy) : haproxy;
    },
    real: new Map([...(haproxy ? [['haproxy', haproxy] as const] : []), ...(cloud ? [['octavia', cloud] as const] : [])]),
  };
}
