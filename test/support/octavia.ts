import { randomUUID } from 'node:crypto';
import type { Octavia } from '../../lib/drivers/octavia/api.ts';

type Thing = Record<string, unknown> & { id: string; name: string };
type Body = Record<string, Record<string, unknown>>;

/** Answers as Octavia's API reference says it does: every change makes the load balancer immutable until somebody has looked at it. */
export class OctaviaLookalike {
  readonly requests: string[] = [];
  readonly bodies: unknown[] = [];
  readonly #things: Record<string, Thing[]> = { loadbalancers: [], listeners: [], pools: [], healthmonitors: [] };
  readonly #members = new Map<string, Thing[]>();
  /** How the monitor finds members that are added. */
  answers = 'NO_MONITOR';
  /** What is refused, by method and collection. */
  refuses = '';

  get left(): number {
    return Object.values(this.#things).flat().length;
  }

  /** A load balancer with a pool that somebody else made. */
  provide(): { readonly loadbalancer: string; readonly pool: string } {
    const lb = { id: randomUUID(), name: 'theirs', provisioning_status: 'ACTIVE', vip_address: '203.0.113.5' };
    const pool = { id: randomUUID(), name: 'theirs', lb: lb.id };
    this.#things.loadbalancers?.push(lb);
    this.#things.pools?.push(pool);
    return { loadbalancer: lb.id, pool: pool.id };
  }

  request: Octavia = async (method, path, body) => {
    const url = new URL(path, 'http://octavia');
    const [, , , collection = '', id, sub, member] = url.pathname.split('/');
    this.requests.push(`${method} ${url.pathname.replaceAll(/[0-9a-f-]{36}/g, '{id}')}${url.search.replace(/name=.*/, 'name={name}')}`);
    if (body) this.bodies.push(body);
    if (this.refuses === `${method} ${collection}`) return refusal(400, 'it is not done here');
    if (sub === 'members') return this.#onMembers(method, id ?? '', member, body as Body | undefined);
    const things = this.#things[collection] ?? [];
    const found = things.find((thing) => thing.id === id);
    const key = collection.slice(0, -1);
    if (method === 'GET' && !id) {
      const wanted = url.searchParams.get('name');
      const shown = things.filter(({ name }) => wanted === null || name === wanted).map((thing) => ({ ...thing }));
      for (const thing of things) this.#settle(thing);
      return { status: 200, body: { [collection]: shown } };
    }
    if (method === 'POST') {
      if (collection !== 'loadbalancers' && this.#pending()) return refusal(409, 'Load Balancer is immutable and cannot be updated.');
      const made: Thing = { id: randomUUID(), name: '', ...(body as Body)[key], provisioning_status: 'PENDING_CREATE' };
      if (collection === 'loadbalancers') made.vip_address = made.vip_address ?? '203.0.113.9';
      things.push(made);
      this.#touch();
      return { status: 201, body: { [key]: made } };
    }
    if (!found) return refusal(404, 'not found');
    if (method === 'DELETE' && url.searchParams.get('cascade') === 'true') {
      this.#cascade(found.id);
      return { status: 204, body: undefined };
    }
    return { status: 200, body: { [key]: found } };
  };

  #onMembers(method: string, pool: string, id: string | undefined, body: Body | undefined): Awaited<ReturnType<Octavia>> {
    if (!this.#things.pools?.some((one) => one.id === pool)) return refusal(404, 'no such pool');
    const members = this.#members.get(pool) ?? [];
    this.#members.set(pool, members);
    const one = members.find((member) => member.id === id);
    if (method === 'GET' && id) return one ? { status: 200, body: { member: { ...one } } } : refusal(404, 'no such member');
    if (method === 'GET') {
      const shown = members.map((one) => ({ ...one }));
      for (const one of [...members, ...(this.#things.loadbalancers ?? [])]) this.#settle(one);
      return { status: 200, body: { members: shown } };
    }
    if (this.#pending()) return refusal(409, 'Load Balancer is immutable and cannot be updated.');
    this.#touch();
    if (method === 'PUT' && !id) {
      for (const wanted of (body as unknown as { members: Thing[] }).members) {
        const known = members.find((one) => one.address === wanted.address && one.protocol_port === wanted.protocol_port);
        if (known) Object.assign(known, wanted);
        else members.push({ ...wanted, id: randomUUID(), provisioning_status: 'PENDING_CREATE', operating_status: this.answers });
      }
      return { status: 202, body: undefined };
    }
    const at = members.findIndex((one) => one.id === id);
    if (at < 0) return refusal(404, 'no such member');
    if (method === 'DELETE') members.splice(at, 1);
    else Object.assign(members[at] as Thing, body?.member);
    return { status: method === 'DELETE' ? 204 : 200, body: {} };
  }

  /** With the parts of it, each of which says whose it is. */
  #cascade(id: string): void {
    const gone = new Set([id]);
    for (const things of [...Object.values(this.#things), ...Object.values(this.#things)]) {
      for (const thing of things)
        if ([thing.lb, thing.loadbalancer_id, thing.listener_id, thing.pool_id].some((of) => gone.has(String(of)))) gone.add(thing.id);
    }
    for (const [collection, things] of Object.entries(this.#things))
      this.#things[collection] = things.filter((thing) => !gone.has(thing.id));
    for (const pool of gone) this.#members.delete(pool);
  }

  #pending = () => this.#things.loadbalancers?.some((lb) => lb.provisioning_status !== 'ACTIVE') ?? false;
  #touch(): void {
    for (const lb of this.#things.loadbalancers ?? []) lb.provisioning_status = 'PENDING_UPDATE';
  }
  #settle(thing: Thing): void {
    if (thing.provisioning_status !== undefined) thing.provisioning_status = 'ACTIVE';
  }
}

const refusal = (status: number, faultstring: string) => ({ status, body: { faultstring } });
