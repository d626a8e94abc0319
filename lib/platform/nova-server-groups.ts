import { z } from 'zod';
import { type Fault, permanent, transient } from '../domain/kernel/fault.ts';
import { type Seconds, seconds } from '../domain/kernel/time.ts';
import type { PlacementGroup, PlacementGroups } from '../ports/placement-groups.ts';
import { fetchJson } from './fetch-json.ts';

export type NovaSettings = {
  /** The compute service's address, up to and with its version. */
  readonly endpoint: string;
  /** A token for a project, or in words why there is none. */
  readonly tokenFor: (project: string) => Promise<{ readonly token: string } | string>;
  /** How long one request may take. */
  readonly timeout?: Seconds;
};

/** From here on a group has one policy, and may be soft about it. */
const MICROVERSION = 'compute 2.64';
const Group = z.object({ id: z.string(), name: z.string(), policy: z.string() });
const One = z.object({ server_group: Group });
const Many = z.object({ server_groups: z.array(Group) });
/** Nova answers at most a thousand at a time. */
const PAGE = 1_000;

/** Nova's `os-server-groups`. */
export function novaServerGroups({ endpoint, tokenFor, timeout = seconds(15) }: NovaSettings): PlacementGroups {
  const base = `${endpoint.replace(/\/+$/, '')}/os-server-groups`;

  async function ask(project: string, method: string, path: string, body?: object): Promise<{ status: number; body: unknown } | Fault> {
    const login = await tokenFor(project);
    if (typeof login === 'string') return transient('group.unavailable', `Nova cannot be asked: ${login}`);
    const headers = { 'x-auth-token': login.token, 'openstack-api-version': MICROVERSION, 'content-type': 'application/json' };
    const answer = await fetchJson(base + path, timeout, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (typeof answer === 'string') return transient('group.unavailable', `Nova did not answer: ${answer}`);
    if (answer.status === 429 || answer.status >= 500) return transient('group.unavailable', `Nova answered ${answer.status}.`);
    return answer;
  }

  const list: PlacementGroups['list'] = async (project) => {
    const groups: PlacementGroup[] = [];
    for (let offset = 0; ; offset += PAGE) {
      const answer = await ask(project, 'GET', `?limit=${PAGE}&offset=${offset}`);
      if ('kind' in answer) return { kind: 'fault', fault: answer };
      const read = Many.safeParse(answer.body);
      if (answer.status !== 200 || !read.success) return { kind: 'fault', fault: refused('listed', answer.status) };
      groups.push(...read.data.server_groups);
      if (read.data.server_groups.length < PAGE) return { kind: 'ok', groups };
    }
  };

  return {
    list,

    async find(project, name) {
      const listed = await list(project);
      if (listed.kind === 'fault') return listed;
      const [group] = listed.groups.filter((one) => one.name === name).sort((a, b) => (a.id < b.id ? -1 : 1));
      return { kind: 'ok', group };
    },

    async create(project, name, policy) {
      const answer = await ask(project, 'POST', '', { server_group: { name, policy } });
      if ('kind' in answer) return { kind: 'fault', fault: answer };
      const read = One.safeParse(answer.body);
      return answer.status === 200 && read.success
        ? { kind: 'ok', group: read.data.server_group }
        : { kind: 'fault', fault: refused('created', answer.status) };
    },

    async remove(project, id) {
      const answer = await ask(project, 'DELETE', `/${encodeURIComponent(id)}`);
      if ('kind' in answer) return { kind: 'fault', fault: answer };
      return answer.status === 204 || answer.status === 404 ? { kind: 'ok' } : { kind: 'fault', fault: refused('deleted', answer.status) };
    },
  };
}

const refused = (what: string, status: number): Fault =>
  permanent('group.refused', `The server group could not be ${what}: Nova answered ${status}.`);
