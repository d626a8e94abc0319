import type { Outcome } from '../../domain/action/call.ts';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import { isJsonObject, type JsonObject } from '../../domain/kernel/json.ts';
import { type Seconds, seconds } from '../../domain/kernel/time.ts';
import { isMemberOf, type Marking, memberIn, memberName } from '../../domain/orphan/member-mark.ts';
import type { Endpoint } from '../../domain/profile/endpoint.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Backend, Balancer, LoadBalancer, MemberStatus } from '../../ports/load-balancer.ts';
import { monitorOf } from './monitor.ts';
import { type Runtime, runtimeAt } from './runtime.ts';
import { allServers, connectionsOf, type Server, serversOf } from './servers.ts';

/** How often a server that drains, or has yet to answer, is looked at. */
const LOOK_AGAIN = seconds(1);

const OK: Outcome = { kind: 'ok' };
const failed = (fault: Fault): Outcome => ({ kind: 'fault', fault });

/**
 * A running HAProxy, through its runtime API. Its backends are its operator's: a policy names one as `pool.id`, and only the servers that we
 * put there are ever touched. What a restart of HAProxy forgets is put back when the nodes are checked.
 */
export function haproxyBalancer({ socket, clock, marking, run = runtimeAt(socket) }: Facts): LoadBalancer {
  const isFor =
    (backend: string, { nodeId }: Backend) =>
    ({ name }: Server) =>
      isMemberOf(marking, backend, name, nodeId);

  const say = async (command: string, fine: RegExp): Promise<Fault | undefined> => {
    const answer = await run(command);
    if (answer.kind === 'fault') return answer.fault;
    return fine.test(answer.text) ? undefined : permanent('balancer.refused', `HAProxy refuses '${command}': ${answer.text.slice(0, 200)}`);
  };

  async function addOne(
    backend: string,
    member: Backend & Endpoint,
    known: readonly Server[],
    balancer: Balancer,
  ): Promise<Fault | undefined> {
    let server = known.find(isFor(backend, member));
    const target = `${backend}/${server?.name ?? nameOf(balancer, member)}`;
    if (server && !isAt(server, member)) {
      const gone = await takeOut(target);
      if (gone) return gone;
      server = undefined;
    }
    const monitor = monitorOf(balancer);
    if (!server) {
      const address = member.address.includes(':') ? `[${member.address}]` : member.address;
      // Idle connections are not kept: one that is kept would keep its server from being removed.
      const made = `add server ${target} ${address}:${member.port} pool-max-conn 0${monitor?.checks ?? ''}`;
      const added = await say(made, /^New server|Already exists/);
      if (added) return added;
    }
    if (monitor && (!server || server.isMaintained)) {
      // It counts as up until it is said to be down, and that holds only once it is out of maintenance: meanwhile it drains.
      for (const command of [`enable health ${target}`, `set server ${target} state drain`, `set server ${target} health down`]) {
        const told = await say(command, /^$/);
        if (told) return told;
      }
    }
    return say(`set server ${target} state ready`, /^$/);
  }

  /** Whatever it is still working on is cut. */
  async function takeOut(target: string): Promise<Fault | undefined> {
    const off = await say(`set server ${target} state maint`, /^$|No such server/);
    if (off) return off;
    await run(`shutdown sessions server ${target}`);
    const fault = await say(`del server ${target}`, /^Server deleted|No such server/);
    // The sessions that were cut take a moment to end.
    return fault?.code === 'balancer.refused' ? transient('balancer.busy', fault.message, LOOK_AGAIN) : fault;
  }

  async function remove(balancer: Balancer, members: readonly Backend[], drain: Seconds | undefined, memory: JsonObject): Promise<Outcome> {
    const backend = backendOf(balancer);
    const known = await serversOf(run, backend);
    // Where there is no backend any more, nobody is a member.
    if ('code' in known) return known.code === 'balancer.pool.not-found' ? OK : failed(known);
    const since = typeof memory.since === 'number' ? memory.since : clock.now();
    const isOver = drain === undefined || clock.now() - since >= drain * 1_000;
    let waits = false;
    for (const { name } of known.filter((server) => members.some((member) => isFor(backend, member)(server)))) {
      const target = `${backend}/${name}`;
      const told = isOver ? undefined : await say(`set server ${target} state drain`, /^$|No such server/);
      if (told) return failed(told);
      const busy = isOver ? 0 : await connectionsOf(run, backend, name);
      if (typeof busy !== 'number') return failed(busy);
      const fault = busy > 0 ? undefined : await takeOut(target);
      if (fault) return failed(fault);
      waits ||= busy > 0;
    }
    return waits ? { kind: 'pending', again: LOOK_AGAIN, memory: { since } } : OK;
  }

  /**
   * Who comes is waited for until they have answered; but no longer than a monitor waits for one that does not answer. After that the monitor, and a health
   * policy, see to it, or, where others would go for their sake, they are taken out again. Undefined when there is nothing to wait for.
   */
  async function firstAnswers(
    balancer: Balancer,
    backend: string,
    fresh: readonly string[],
    memory: JsonObject,
    serving: boolean,
  ): Promise<Outcome | undefined> {
    const { since = clock.now(), awaited = fresh } = memory;
    const patience = monitorOf(balancer)?.patience ?? 0;
    const isOver = clock.now() - Number(since) >= patience;
    if (!Array.isArray(awaited) || awaited.length === 0 || (isOver && !serving) || patience === 0) return undefined;
    const known = await serversOf(run, backend);
    if ('code' in known) return failed(known);
    const silent = known.filter(({ name, isUp }) => !isUp && awaited.includes(name));
    if (silent.length === 0) return undefined;
    if (!isOver) return { kind: 'pending', again: LOOK_AGAIN, memory: { since, awaited } };
    for (const name of awaited) await takeOut(`${backend}/${name}`);
    const where = silent.map(({ address, port }) => `${address}:${port}`).join(', ');
    return failed(permanent('balancer.silent', `HAProxy had no answer from ${where} within ${patience / 1_000} seconds.`));
  }

  return {
    async raise(balancer) {
      const known = await serversOf(run, backendOf(balancer));
      if ('code' in known) return failed(known);
      const { vip } = balancer.properties;
      const address = isJsonObject(vip) && typeof vip.address === 'string' ? vip.address : null;
      return { kind: 'ok', data: { preexisting: true, pool: backendOf(balancer), vip_address: address } };
    },

    async add(balancer, members, memory, serving = false) {
      const backend = backendOf(balancer);
      const known = await serversOf(run, backend);
      if ('code' in known) return failed(known);
      const called = (one: Backend): string => known.find(isFor(backend, one))?.name ?? nameOf(balancer, one);
      const serves = (one: Backend & Endpoint) => known.some((s) => isFor(backend, one)(s) && isAt(s, one) && !s.isMaintained);
      const fresh = members.filter((one) => !serves(one)).map(called);
      for (const [at, member] of members.entries()) {
        const fault = await addOne(backend, member, known, balancer);
        if (!fault) continue;
        // All or none: those before it were not members, or are put back by whoever asks again.
        for (const name of members.slice(0, at + 1).map(called)) if (fresh.includes(name)) await takeOut(`${backend}/${name}`);
        return failed(fault);
      }
      const data = Object.fromEntries(members.map((member) => [member.nodeId, called(member)]));
      return (await firstAnswers(balancer, backend, fresh, memory, serving)) ?? { kind: 'ok', data };
    },

    remove,

    async raze(balancer, members, memory) {
      return remove(balancer, members, undefined, memory);
    },

    async status(balancer, member): Promise<MemberStatus> {
      const known = await serversOf(run, backendOf(balancer));
      if ('code' in known) return { kind: 'fault', fault: known };
      const server = known.find(isFor(backendOf(balancer), member));
      if (!server) return { kind: 'absent' };
      if (server.isDraining || server.isMaintained) return { kind: 'draining' };
      return { kind: server.isUp ? 'up' : 'down' };
    },

    async list() {
      const servers = await allServers(run);
      if ('code' in servers) return { kind: 'fault', fault: servers };
      return { kind: 'ok', companions: servers.flatMap(({ backend, name }) => memberIn(marking, backend, name) ?? []) };
    },

    async discard({ id, place }) {
      if (memberIn(marking, place, id)?.proof === 'forged')
        return failed(permanent('balancer.refused', `The mark of '${id}' is not genuine.`));
      const fault = await takeOut(`${place}/${id}`);
      return fault ? failed(fault) : OK;
    },
  };
  /** Unique in any backend, and found again by whoever comes next. */
  function nameOf(balancer: Balancer, { nodeId }: Backend): string {
    return memberName(marking, backendOf(balancer), { project: balancer.project, nodeId });
  }
}

type Facts = { readonly socket: string; readonly clock: Clock; readonly marking: Marking; readonly run?: Runtime };

const isAt = (server: Server, { address, port }: Endpoint): boolean => server.address === address && server.port === port;

/** Only what a backend can be called reaches a command. */
const backendOf = ({ properties }: Balancer): string => {
  const { pool, loadbalancer } = properties;
  const id = isJsonObject(pool) && typeof pool.id === 'string' ? pool.id : loadbalancer;
  return typeof id === 'string' ? id.replaceAll(/[^A-Za-z0-9_.:-]/g, '') : '';
};
