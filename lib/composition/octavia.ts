import { transient } from '../domain/kernel/fault.ts';
import { seconds } from '../domain/kernel/time.ts';
import { octaviaBalancer } from '../drivers/octavia/balancer.ts';
import { fetchJson } from '../platform/fetch-json.ts';
import { keystoneSession } from '../platform/keystone-session.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { LoadBalancer } from '../ports/load-balancer.ts';
import type { Config } from './config.ts';
import { markingOf } from './mark-signing.ts';

/** A raise asks for several things within one call. */
const PATIENCE = seconds(4);

/** OpenStack's load balancers, asked as the service's user of the Keystone that this installation names; undefined when it names none. */
export function octavia(settings: Config): LoadBalancer | undefined {
  const { OCTAVIA_URL, KEYSTONE_AUTH_URL: authUrl, KEYSTONE_DOMAIN_NAME: domain } = settings;
  if (OCTAVIA_URL === '' || authUrl === '') return undefined;
  const account = {
    username: settings.KEYSTONE_USERNAME,
    password: settings.KEYSTONE_PASSWORD,
    projectName: settings.KEYSTONE_PROJECT_NAME,
  };
  const session = keystoneSession(
    { authUrl, timeout: PATIENCE, ...account, userDomainName: domain, projectDomainName: domain },
    systemClock,
  );
  const base = OCTAVIA_URL.replace(/\/+$/, '').replace(/\/v2(\.0)?$/, '');
  return octaviaBalancer({
    clock: systemClock,
    marking: markingOf(settings),
    octavia: async (method, path, body) => {
      const mine = await session.token();
      if ('fault' in mine) return transient('balancer.unavailable', `Keystone: ${mine.fault}`);
      const headers = { 'x-auth-token': mine.token, accept: 'application/json', ...(body && { 'content-type': 'application/json' }) };
      const answer = await fetchJson(`${base}${path}`, PATIENCE, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      return typeof answer === 'string' ? transient('balancer.unavailable', `Octavia: ${answer}`) : answer;
    },
  });
}
