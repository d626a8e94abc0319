// Verify, evacuate, confirm: a node's process is killed behind the service's back, and what the health policy says is done to bring it back.
// Usage, from the project's folder, while `npm start` runs: COPPICE_PASSWORD=... node examples/evacuation/rehearse.mjs [http://127.0.0.1:8778]
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';

const base = process.argv[2] ?? 'http://127.0.0.1:8778';
const here = (name) => new URL(name, import.meta.url);
const json = (name) => JSON.parse(readFileSync(here(name), 'utf8'));
const policy = parse(readFileSync(here('../policies/health-evacuate.yaml'), 'utf8'));

const demo = { name: 'demo', domain: { name: 'Default' } };
const login = await fetch(`${base}/identity/v3/auth/tokens`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    auth: {
      identity: { methods: ['password'], password: { user: { ...demo, password: process.env.COPPICE_PASSWORD } } },
      scope: { project: demo },
    },
  }),
});
const token = login.headers.get('X-Subject-Token');
if (!token) throw new Error(`demo cannot log in: ${await login.text()}`);

async function ask(method, path, body) {
  const response = await fetch(`${base}/v1${path}`, {
    method,
    headers: { 'X-Auth-Token': token, 'OpenStack-API-Version': 'clustering 1.15', 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

/** The action once it has ended. */
async function ended(id) {
  for (;;) {
    const { action } = await ask('GET', `/actions/${id}`);
    if (['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(action.status)) return action;
    await sleep(250);
  }
}

for (const name of ['verify', 'evacuate', 'confirm']) {
  await ask('POST', '/workflows', { workflow: { name, backend: 'local', definition: json(`${name}.json`) } });
}
await ask('POST', '/policies', { policy: { name: 'evacuate-what-is-ill', spec: policy } });
const spec = { type: 'local.process', version: '1.0', properties: { command: ['sleep', '3600'], stop_timeout: 2 } };
const { profile } = await ask('POST', '/profiles', { profile: { name: 'a-process', spec } });
const created = await ask('POST', '/nodes', { node: { name: 'evacuee', profile_id: profile.id } });
const nodeId = created.node.id;
for (;;) {
  const { node } = await ask('GET', `/nodes/${nodeId}`);
  if (node.status === 'ACTIVE') break;
  if (node.status === 'ERROR') throw new Error(node.status_reason);
  await sleep(250);
}
const before = (await ask('GET', `/nodes/${nodeId}?show_details=True`)).node.details.pid;
process.kill(before, 'SIGKILL');
console.log(`process ${before} of the node 'evacuee' was killed`);

const { actions } = policy.properties.recovery;
const { action } = await ask('POST', `/nodes/${nodeId}/actions`, { recover: { actions } });
const done = await ended(action);
for (const { name, workflow, before: first, after, outcome, reason, link } of done.data.attempts) {
  const what = workflow ? `${name} ${workflow}${first ? `, before ${first}` : after ? `, after ${after}` : ''}` : name;
  console.log(`${what}: ${outcome}${reason ? `, ${reason}` : ''}`);
  if (link) console.log(`  ${JSON.stringify((await ask('GET', link.replace(/^\/v1/, ''))).execution.output)}`);
}
const after = (await ask('GET', `/nodes/${nodeId}?show_details=True`)).node;
console.log(`${done.status}: the node is ${after.status}, its process ${after.details.pid}`);

await ask('DELETE', `/nodes/${nodeId}`);
if (done.status !== 'SUCCEEDED' || after.details.pid === before) process.exitCode = 1;
