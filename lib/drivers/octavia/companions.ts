import type { Outcome } from '../../domain/action/call.ts';
import { permanent } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Companion } from '../../domain/orphan/companion.ts';
import { balancerIn, type Marking, memberIn } from '../../domain/orphan/member-mark.ts';
import type { LoadBalancer } from '../../ports/load-balancer.ts';
import { ask, type Failure, isFailure, type Octavia } from './api.ts';

const PENDING: Outcome = { kind: 'pending', again: seconds(2) };

/** Octavia tells a page at a time, and where the next one begins. */
async function all(octavia: Octavia, path: string, key: string): Promise<readonly JsonObject[] | Failure> {
  const found: JsonObject[] = [];
  for (let marker = ''; ; ) {
    const answer = await ask(octavia, 'GET', marker === '' ? path : `${path}?marker=${encodeURIComponent(marker)}`);
    if (isFailure(answer)) return answer;
    const page = Array.isArray(answer[key]) ? answer[key].filter(isJsonObject) : [];
    found.push(...page);
    const last = page.at(-1)?.id;
    const links = answer[`${key}_links`];
    const isMore = Array.isArray(links) && links.some((link) => isJsonObject(link) && link.rel === 'next');
    if (!isMore || typeof last !== 'string' || last === marker) return found;
    marker = last;
  }
}

const membersOf = (octavia: Octavia, pool: string) => all(octavia, `/v2/lbaas/pools/${encodeURIComponent(pool)}/members`, 'members');

/** The load balancers that were raised here, and the members in every pool that the service's user sees. */
export async function list(octavia: Octavia, marking: Marking): ReturnType<LoadBalancer['list']> {
  const balancers = await all(octavia, '/v2/lbaas/loadbalancers', 'loadbalancers');
  if ('fault' in balancers) return { kind: 'fault', fault: balancers.fault };
  const pools = await all(octavia, '/v2/lbaas/pools', 'pools');
  if ('fault' in pools) return { kind: 'fault', fault: pools.fault };
  const companions = balancers.flatMap(({ id, description }) => balancerIn(marking, String(id), String(description ?? '')) ?? []);
  for (const { id: pool } of pools) {
    const members = await membersOf(octavia, String(pool));
    // A pool that has gone meanwhile has nobody.
    if ('fault' in members && members.status !== 404) return { kind: 'fault', fault: members.fault };
    if (!('fault' in members))
      companions.push(...members.flatMap(({ id, name }) => memberIn(marking, String(pool), String(name), String(id)) ?? []));
  }
  return { kind: 'ok', companions };
}

/** By what it says of itself now, not when it was listed. A load balancer goes with everything that belongs to it. */
export async function discard(
  octavia: Octavia,
  marking: Marking,
  { kind, id, place }: Pick<Companion, 'kind' | 'id' | 'place'>,
): Promise<Outcome> {
  const isMember = kind === 'load-balancer-member';
  const path = isMember
    ? `/v2/lbaas/pools/${encodeURIComponent(place)}/members/${encodeURIComponent(id)}`
    : `/v2/lbaas/loadbalancers/${encodeURIComponent(id)}`;
  const shown = await ask(octavia, 'GET', path);
  if (isFailure(shown)) return shown.status === 404 ? { kind: 'ok' } : { kind: 'fault', fault: shown.fault };
  const it = shown[isMember ? 'member' : 'loadbalancer'];
  const { name, description } = isJsonObject(it) ? it : {};
  const mark = isMember ? memberIn(marking, place, String(name), id) : balancerIn(marking, id, String(description ?? ''));
  if (!mark || mark.proof === 'forged')
    return { kind: 'fault', fault: permanent('balancer.refused', `The mark of '${id}' is not genuine.`) };
  const gone = await ask(octavia, 'DELETE', isMember ? path : `${path}?cascade=true`);
  return isFailure(gone) && gone.status !== 404 ? { kind: 'fault', fault: gone.fault } : PENDING;
}
