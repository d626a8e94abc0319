import type { Outcome, Resource } from '../../domain/action/call.ts';
import { ping } from './container.ts';
import { noEngine, notFound } from './faults.ts';
import type { Host } from './host.ts';
import { locate } from './locate.ts';

/** What is no matter of the question or the configuration: nobody answers, or an engine does that cannot work. */
const DOWN = new Set(['docker.unreachable', 'docker.timeout', 'docker.unavailable', 'docker.failed']);

/** How the engine is that has a resource: it answers its ping, or it is down. @param patience milliseconds */
export async function machineOf(host: Host, patience: number, resource: Resource): Promise<Outcome> {
  const { fleet } = host;
  const signal = AbortSignal.timeout(patience);
  const named = fleet.remembered(resource.memory) ?? (resource.token === null ? undefined : fleet.of(resource.token, resource.placement));
  if (named && 'kind' in named) return { kind: 'fault', fault: named };
  const engine = named ?? (await withoutMemory(host, signal, resource));
  if ('kind' in engine) return engine;
  const reply = await ping({ engine, signal });
  if (reply.kind === 'ok') return { kind: 'ok' };
  if (!DOWN.has(reply.fault.code)) return { kind: 'fault', fault: reply.fault };
  return { kind: 'unhealthy', reason: `its machine is down: ${reply.fault.message}`, gone: false };
}

/** One that was adopted and that nobody remembers the engine of. */
async function withoutMemory(host: Host, signal: AbortSignal, resource: Resource) {
  const [first, ...others] = host.fleet.all;
  if (!first) return { kind: 'fault' as const, fault: noEngine() };
  if (others.length === 0) return first;
  const located = await locate(host, signal, resource, true);
  if (located.kind === 'made' || located.kind === 'adopted') return located.at.engine;
  return located.kind === 'fault' ? located : { kind: 'fault' as const, fault: notFound(resource) };
}
