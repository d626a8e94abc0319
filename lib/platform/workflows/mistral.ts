import { z } from 'zod';
import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import type { Json, JsonObject } from '../../domain/kernel/json.ts';
import { type Seconds, seconds } from '../../domain/kernel/time.ts';
import type { Ended } from '../../domain/workflow/run.ts';
import { MistralReference } from '../../domain/workflow/workflow.ts';
import type { BackendAnswer, RunReference, WorkflowBackend } from '../../ports/workflow-backend.ts';
import { fetchJson, type JsonAnswer } from '../fetch-json.ts';

export type MistralSettings = {
  /** With or without `/v2`. */
  readonly url: string;
  /** How long one request may take: two of them fit into what a service promises. */
  readonly timeout?: Seconds;
  /** For a Mistral that asks for one; or in words why there is none. */
  readonly token?: () => Promise<{ readonly token: string } | { readonly fault: string }>;
};

const Workflow = z.object({ input: z.string().default(''), interface: z.unknown() });
const Interface = z.object({ input: z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).default([]) });
const Execution = z.object({ state: z.string(), state_info: z.string().nullish(), output: z.string().nullish() });

/**
 * OpenStack's Mistral, API v2. It takes an execution's id from whoever starts it, and of one id it makes one execution.
 *
 * Inputs are data to it: expressions stand only in the workflow's own text. It refuses inputs that a workflow has not declared, so what the
 * service tells of the node is an input only where `node` is declared; `<% env().coppice.node %>` has it always.
 */
export function mistral({ url, timeout = seconds(8), token }: MistralSettings): WorkflowBackend {
  const v2 = url.replace(/\/+$/, '').replace(/(\/v2)?$/, '/v2');

  async function ask(method: string, path: string, body?: JsonObject): Promise<JsonAnswer | Fault> {
    const login = await token?.();
    if (login && 'fault' in login) return unavailable(login.fault);
    const answer = await fetchJson(`${v2}${path}`, timeout, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...(login && { 'x-auth-token': login.token }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return typeof answer === 'string' ? unavailable(answer) : answer;
  }

  const told = (name: string, answer: JsonAnswer): BackendAnswer => {
    const read = Execution.safeParse(answer.body);
    const at = { external: name, link: `${v2}/executions/${name}` };
    if (!read.success) return { kind: 'fault', fault: refusal(answer) };
    const end = endOf(read.data);
    return end ? { kind: 'ended', ...at, end } : { kind: 'running', ...at };
  };

  async function look({ name }: RunReference): Promise<BackendAnswer> {
    const answer = await ask('GET', `/executions/${name}`);
    if ('kind' in answer) return { kind: 'fault', fault: answer };
    return told(name, answer);
  }

  return {
    look,

    async start({ name, definition, input }) {
      const { workflow_name, namespace } = MistralReference.parse(definition);
      const found = await ask('GET', `/workflows/${encodeURIComponent(workflow_name)}?namespace=${encodeURIComponent(namespace)}`);
      if ('kind' in found) return { kind: 'fault', fault: found };
      if (found.status !== 200) return { kind: 'fault', fault: refusal(found) };
      const { node, ...given } = input;
      const answer = await ask('POST', '/executions', {
        id: name,
        workflow_name,
        workflow_namespace: namespace,
        input: declares(found.body, 'node') ? input : given,
        params: { env: { coppice: { node: node ?? null } } },
      });
      return 'kind' in answer ? { kind: 'fault', fault: answer } : told(name, answer);
    },

    async stop(run) {
      const answer = await ask('PUT', `/executions/${run.name}`, { state: 'CANCELLED' });
      if ('kind' in answer) return { kind: 'fault', fault: answer };
      if (answer.status < 300 || answer.status === 404) return { kind: 'ok' };
      // One that has ended cannot be stopped, and need not be.
      const now = await look(run);
      return now.kind === 'ended' ? { kind: 'ok' } : { kind: 'fault', fault: refusal(answer) };
    },
  };
}

const unavailable = (why: string): Fault => transient('workflow.backend.unavailable', `Mistral: ${why}`);

/** It answers with `faultstring`, and with 500 to some mistakes that are the caller's. */
function refusal({ status, body }: JsonAnswer): Fault {
  const said = z.object({ faultstring: z.string() }).safeParse(body);
  const message = `Mistral: ${said.success ? said.data.faultstring.slice(0, 500) : `HTTP ${status}`}`;
  return status >= 500 || status === 401 || status === 429
    ? transient('workflow.backend.unavailable', message)
    : permanent('workflow.backend.refused', message);
}

/** Newer ones tell the interface, as JSON or as text of it; older ones only the names, with their defaults, in one line. */
function declares(body: unknown, name: string): boolean {
  const workflow = Workflow.safeParse(body);
  if (!workflow.success) return false;
  const shape = Interface.safeParse(parsed(workflow.data.interface));
  if (shape.success) return shape.data.input.some((input) => (typeof input === 'string' ? input === name : Object.hasOwn(input, name)));
  return workflow.data.input.split(',').some((input) => input.split('=')[0]?.trim() === name);
}

function parsed(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    return undefined;
  }
}

function endOf({ state, state_info: info, output }: z.infer<typeof Execution>): Ended | undefined {
  if (state === 'SUCCESS') return { status: 'SUCCEEDED', output: (parsed(output ?? 'null') ?? null) as Json };
  if (state === 'ERROR') return { status: 'FAILED', error: 'Mistral.Error', cause: info ?? '' };
  return state === 'CANCELLED' ? { status: 'ABORTED', error: 'Mistral.Cancelled', cause: info ?? '' } : undefined;
}
