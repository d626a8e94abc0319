import type { Outcome } from '../../domain/action/call.ts';
import { type Fault, permanent } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import { type Seconds, seconds } from '../../domain/kernel/time.ts';
import { balancerMark, isMemberOf, type Marking, memberName } from '../../domain/orphan/member-mark.ts';
import type { Endpoint } from '../../domain/profile/endpoint.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Backend, Balancer, LoadBalancer, MemberStatus } from '../../ports/load-balancer.ts';
import { ask, type Failure, isFailure, type Octavia } from './api.ts';
import { discard, list } from './companions.ts';
import { nameOf, raise } from './raise.ts';

const LOOK_AGAIN = seconds(2);
const OK: Outcome = { kind: 'ok' };
const fault = (what: Fault): Outcome => ({ kind: 'fault', fault: what });

/** OpenStack's load balancing. A member's name says whose it is. Octavia does not tell how busy a member is: one that drains gets weight 0 for as long as it may take. */
export function octaviaBalancer({ octavia, clock, marking }: Facts): LoadBalancer {
  /** Names of earlier versions were the node's id alone. */
  const isFor = ({ data }: Balancer, { nodeId }: Backend, { name }: JsonObject) =>
    name === nodeId || isMemberOf(marking, String(data.pool), String(name), nodeId);

  const poolOf = ({ data }: Balancer) => `/v2/lbaas/pools/${encodeURIComponent(String(data.pool ?? ''))}/members`;

  async function membersOf(balancer: Balancer): Promise<readonly JsonObject[] | Failure> {
    if (typeof balancer.data.pool !== 'string') return [];
    const answer = await ask(octavia, 'GET', poolOf(balancer));
    if (isFailure(answer)) return answer.status === 404 ? [] : answer;
    return Array.isArray(answer.members) ? answer.members.filter(isJsonObject) : [];
  }

  async function remove(balancer: Balancer, gone: readonly Backend[], drain: Seconds | undefined, memory: JsonObject): Promise<Outcome> {
    const known = await membersOf(balancer);
    if ('fault' in known) return fault(known.fault);
    const mine = known.filter((member) => gone.some((one) => isFor(balancer, one, member)));
    if (mine.length === 0) return OK;
    const since = typeof memory.since === 'number' ? memory.since : clock.now();
    const isOver = drain === undefined || clock.now() - since >= drain * 1_000;
    for (const member of mine) {
      const path = `${poolOf(balancer)}/${String(member.id)}`;
      if (!isOver && member.weight === 0) continue;
      const answer = isOver ? await ask(octavia, 'DELETE', path) : await ask(octavia, 'PUT', path, { member: { weight: 0 } });
      if (isFailure(answer) && answer.status !== 404) return fault(answer.fault);
      // The load balancer takes one change at a time.
      break;
    }
    return { kind: 'pending', again: LOOK_AGAIN, memory: { since } };
  }

  /** Members that have not answered are waited for as long as their monitor is patient. */
  async function firstAnswers(balancer: Balancer, silent: readonly (Backend & Endpoint)[], memory: JsonObject): Promise<Outcome> {
    const patience = patienceOf(balancer);
    const since = typeof memory.since === 'number' ? memory.since : clock.now();
    if (clock.now() - since < patience) return { kind: 'pending', again: LOOK_AGAIN, memory: { since } };
    // Whoever asked takes out what is left of them.
    await remove(balancer, silent, undefined, {});
    const where = silent.map(({ address, port }) => `${address}:${port}`).join(', ');
    return fault(permanent('balancer.silent', `Octavia had no answer from ${where} within ${patience / 1_000} seconds.`));
  }

  return {
    raise: (balancer, memory) => raise(octavia, clock, balancer, memory, balancerMark(marking, balancer)),

    async add(balancer, members, memory, serving = false) {
      const known = await membersOf(balancer);
      if ('fault' in known) return fault(known.fault);
      const at = (one: Backend) => known.find((member) => isFor(balancer, one, member));
      const moved = members.find((one) => at(one) && (at(one)?.address !== one.address || at(one)?.protocol_port !== one.port));
      if (moved) return removed(await ask(octavia, 'DELETE', `${poolOf(balancer)}/${String(at(moved)?.id)}`));
      const bad = members.filter((one) => at(one)?.weight === 0 || !at(one) || at(one)?.provisioning_status !== 'ACTIVE');
      if (bad.length === 0) {
        const silent = serving ? members.filter((one) => SILENT.includes(String(at(one)?.operating_status))) : [];
        const data = Object.fromEntries(members.map((one) => [one.nodeId, String(at(one)?.id)]));
        return silent.length === 0 ? { kind: 'ok', data } : firstAnswers(balancer, silent, memory);
      }
      if (bad.every((one) => String(at(one)?.provisioning_status).startsWith('PENDING'))) return PENDING;
      const wanted = members.map(({ nodeId, address, port }) => ({
        name: nameFor(balancer, nodeId),
        address,
        protocol_port: port,
        weight: 1,
      }));
      return removed(await ask(octavia, 'PUT', `${poolOf(balancer)}?additive_only=true`, { members: wanted }));
    },

    remove,

    async raze(balancer, members, memory) {
      if (balancer.data.preexisting === true) return remove(balancer, members, undefined, memory);
      const name = encodeURIComponent(nameOf(balancer, 'lb'));
      const listed = await ask(octavia, 'GET', `/v2/lbaas/loadbalancers?name=${name}`);
      if (isFailure(listed)) return fault(listed.fault);
      const [lb] = Array.isArray(listed.loadbalancers) ? listed.loadbalancers.filter(isJsonObject) : [];
      if (!lb) return OK;
      if (lb.provisioning_status === 'PENDING_DELETE') return PENDING;
      return removed(await ask(octavia, 'DELETE', `/v2/lbaas/loadbalancers/${String(lb.id)}?cascade=true`));
    },

    async status(balancer, one): Promise<MemberStatus> {
      const known = await membersOf(balancer);
      if ('fault' in known) return { kind: 'fault', fault: known.fault };
      const member = known.find((other) => isFor(balancer, one, other));
      if (!member) return { kind: 'absent' };
      if (member.weight === 0) return { kind: 'draining' };
      const { operating_status: how } = member;
      return { kind: how === 'ONLINE' || how === 'NO_MONITOR' ? 'up' : how === 'ERROR' || how === 'OFFLINE' ? 'down' : 'unknown' };
    },

    list: () => list(octavia, marking),
    discard: (companion) => discard(octavia, marking, companion),
  };
  function nameFor({ project, data }: Balancer, nodeId: string): string {
    return memberName(marking, String(data.pool), { project, nodeId });
  }
}

type Facts = { readonly octavia: Octavia; readonly clock: Clock; readonly marking: Marking };

const SILENT = ['OFFLINE', 'ERROR'];

/** In milliseconds. */
function patienceOf({ properties: { health_monitor: monitor } }: Balancer): number {
  const { delay = 10, max_retries = 3 } = isJsonObject(monitor) ? monitor : {};
  return Number(delay) * Number(max_retries) * 1_000;
}

const PENDING: Outcome = { kind: 'pending', again: LOOK_AGAIN };

/** Asked for: what has become of it is seen when it is asked for again. */
const removed = (answer: JsonObject | Failure): Outcome => (isFailure(answer) && answer.status !== 404 ? fault(answer.fault) : PENDING);
