import { z } from 'zod';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { policiesIn, type Shown, ShownAction, ShownCluster } from './record.ts';

/** Where a service is, what lets one in, and how it is called: nothing in here opens a connection of its own. */
export type Service = { readonly url: string; readonly token: string; readonly call: typeof fetch };

const PAGE = 1_000;
const named = z.object({ id: z.string() });
const spec = z.object({ policy: z.object({ spec: z.record(z.string(), z.json()) }) });

/** Reads what a service shows of a cluster, by its id where it is gone. @throws with the service's own words when it refuses */
export async function fetchCluster(service: Service, text: string): Promise<Shown> {
  const found = await ask(service, `/v1/clusters/${encodeURIComponent(text)}`);
  const whole = found === undefined ? undefined : z.object({ cluster: named.and(ShownCluster) }).parse(found).cluster;
  const clusterId = whole?.id ?? text;
  const actions = await all(service, `/v1/actions?cluster_id=${encodeURIComponent(clusterId)}`);
  if (actions.length === 0) throw new Error(`nothing is remembered of a cluster '${text}'`);
  const bindings = whole && (await ask(service, `/v1/clusters/${clusterId}/policies`));
  const attached = bindings
    ? z
        .object({ cluster_policies: z.array(z.object({ policy_id: z.string() })) })
        .parse(bindings)
        .cluster_policies.map((one) => one.policy_id)
    : [];
  const policies = new Map<string, JsonObject>();
  for (const id of new Set([...attached, ...policiesIn(actions)])) {
    const policy = await ask(service, `/v1/policies/${id}`);
    if (policy !== undefined) policies.set(id, spec.parse(policy).policy.spec as JsonObject);
  }
  return { clusterId, cluster: whole, actions, policies, attached };
}

async function all(service: Service, path: string): Promise<z.infer<typeof ShownAction>[]> {
  const found: z.infer<typeof ShownAction>[] = [];
  for (;;) {
    const marker = found.at(-1);
    const page = await ask(service, `${path}&limit=${PAGE}${marker ? `&marker=${marker.id}` : ''}`);
    const { actions } = z.object({ actions: z.array(ShownAction) }).parse(page);
    found.push(...actions);
    if (actions.length < PAGE) return found;
  }
}

/** @returns undefined for what is not there */
async function ask({ url, token, call }: Service, path: string): Promise<unknown> {
  const headers = { 'X-Auth-Token': token, 'OpenStack-API-Version': 'clustering 1.15' };
  const answer = await call(`${url.replace(/\/+$/, '')}${path}`, { headers, redirect: 'error' });
  if (answer.status === 404) return undefined;
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return body;
  const said = z.object({ error: z.object({ message: z.string() }) }).safeParse(body);
  throw new Error(`${url} answers ${answer.status}${said.success ? `: ${said.data.error.message}` : ''}`);
}
