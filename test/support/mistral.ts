import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../lib/domain/kernel/json.ts';

type Exchange = { readonly name: string; readonly response: { readonly status: number; readonly json: JsonObject } };
type Run = { workflow: string; state: 'RUNNING' | 'SUCCESS' | 'ERROR' | 'CANCELLED'; input: string };

const recorded: readonly Exchange[] = JSON.parse(readFileSync(new URL('../contract/mistral/executions.json', import.meta.url), 'utf8'));

/** What the real one answered: see test/contract/mistral/README.md. */
function recording(name: string): Exchange['response'] {
  const found = recorded.find((exchange) => exchange.name === name);
  if (!found) throw new Error(`nobody recorded '${name}'`);
  return found.response;
}

const SHOWN = { RUNNING: 'running', SUCCESS: 'succeeded', ERROR: 'failed', CANCELLED: 'cancelled' } as const;
const WORKFLOWS = ['echo', 'refuses', 'waits'];

/** Mistral as it was recorded, with the state that its answers need. Its runs go on when somebody says so. */
export function mistralLookalike() {
  const runs = new Map<string, Run>();

  const shown = (id: string, { workflow, state, input }: Run, status: number): Exchange['response'] => ({
    status,
    json: {
      ...recording(SHOWN[state]).json,
      ...{ id, workflow_name: workflow, input },
      ...(state === 'SUCCESS' && { output: JSON.stringify({ host: JSON.parse(input).host }) }),
    },
  });

  function answer(method: string, path: string, body: Record<string, JsonObject & string>): Exchange['response'] {
    const [, , what, id = ''] = path.split('?')[0]?.split('/') ?? [];
    if (what === 'workflows') return recording(WORKFLOWS.includes(id) ? 'workflow' : 'workflow-missing');
    if (method === 'POST') return start(body);
    const run = runs.get(id);
    if (!run) return recording(method === 'PUT' ? 'stop-missing' : 'missing');
    if (method === 'PUT' && run.state === 'RUNNING') run.state = 'CANCELLED';
    return shown(id, run, 200);
  }

  function start({ id = '' as never, workflow_name: workflow = '' as never, input }: Record<string, JsonObject & string>) {
    if (!WORKFLOWS.includes(workflow)) return recording('start-unknown-workflow');
    if (Object.keys(input ?? {}).some((name) => !['host', 'node'].includes(name))) return recording('start-undeclared-input');
    const run: Run = runs.get(id) ?? { workflow, state: 'RUNNING', input: JSON.stringify(input) };
    runs.set(id, run);
    return shown(id, run, 201);
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, json } = answer(request.method ?? '', request.url ?? '', JSON.parse(Buffer.concat(chunks).toString() || '{}'));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  return {
    runs,
    async listen(): Promise<string> {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}
