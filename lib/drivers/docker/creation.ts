import type { Outcome } from '../../domain/action/call.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { CallTo } from '../../ports/driver.ts';
import { awaited, endedMeanwhile } from './awaiting.ts';
import {
  type At,
  type Container,
  connectNetwork,
  createContainer,
  hasImage,
  inspectContainer,
  type Plan,
  removeContainer,
  startContainer,
} from './container.ts';
import { foreign, imageMissing, invalidAnswer } from './faults.ts';
import type { Host } from './host.ts';
import { byToken, type Located } from './locate.ts';
import { areOurs, marksIn, nameFor } from './marks.ts';
import { type Properties, planOf, readProperties } from './plan.ts';

type Step<T> = { readonly kind: 'ok'; readonly value: T } | Extract<Outcome, { kind: 'fault' | 'pending' }>;
const fault = (what: Fault) => ({ kind: 'fault', fault: what }) as const;

/** Create, connect, start, look: each step finds what an earlier worker left of it. */
export async function ensure(host: Host, signal: AbortSignal, { token, resource }: CallTo<'ensure'>): Promise<Outcome> {
  const properties = readProperties(resource.properties);
  if ('kind' in properties) return fault(properties);
  const plan = planOf(properties, host, token, resource.owner);
  if ('kind' in plan) return fault(plan);
  const engine = host.fleet.remembered(resource.memory) ?? host.fleet.of(token, resource.placement);
  if ('kind' in engine) return fault(engine);
  const at = { engine, signal };

  const found = await byToken(host, at, token);
  if (found.kind === 'fault') return found;
  const ended = found.kind === 'made' ? endedMeanwhile(resource.memory, found.container) : undefined;
  if (ended) return ended;
  const left = found.kind === 'made' ? await bringUp(at, found.container, properties) : undefined;
  const fails = left?.kind === 'fault' && left.fault.code === 'docker.failed';
  const started = left && !(fails && (await discard(at, found))) ? left : await makeAndStart(host, at, token, properties, plan);
  if (started.kind !== 'ok') return started;
  const memory = { engine: engine.name };
  return awaited(properties, started.value, memory) ?? { kind: 'ok', physicalId: started.value.Id, memory };
}

async function makeAndStart(host: Host, at: At, token: string, properties: Properties, plan: Plan): Promise<Step<Container>> {
  const made = await create(host, at, token, properties, plan);
  return made.kind === 'ok' ? bringUp(at, made.value, properties) : made;
}

/** What Docker says of a container that was never started. */
const NEVER = '0001-01-01';

/**
 * Makes room for another in the place of one that cannot be started, and never was: an engine that was killed while it started it will not have it a second time. What
 * ran may have something to lose, and stays.
 */
async function discard(at: At, located: Located): Promise<boolean> {
  if (located.kind !== 'made' || !located.container.State.StartedAt.startsWith(NEVER)) return false;
  const reply = await removeContainer(at, located.container.Id);
  return reply.kind === 'ok' || (reply.kind === 'refused' && reply.status === 404);
}

/** The engine refuses a second container of a name, so of two workers one creates; the other finds what was created. */
async function create(host: Host, at: At, token: string, properties: Properties, plan: Plan): Promise<Step<Container>> {
  const name = nameFor(host.installation, token, properties.name);
  const reply = await createContainer(at, name, plan);
  if (reply.kind === 'ok') return inspect(at, reply.value.Id);
  if (reply.kind === 'refused' && reply.status === 404) return withoutImage(host, at, properties.image, reply.fault);
  if (reply.kind === 'refused' && reply.status === 409) return inTheWay(host, at, token, name);
  return fault({ ...reply.fault, message: `${reply.fault.message} (image '${properties.image}')` });
}

async function inTheWay(host: Host, at: At, token: string, name: string): Promise<Step<Container>> {
  const reply = await inspectContainer(at, name);
  // The engine takes the name before there is a container to show: another worker is creating it right now.
  if (reply.kind === 'refused' && reply.status === 404) return { kind: 'pending', again: seconds(1), memory: { engine: at.engine.name } };
  if (reply.kind !== 'ok') return fault(reply.fault);
  const marks = marksIn(reply.value.Config.Labels);
  return areOurs(marks, host) && marks.token === token ? { kind: 'ok', value: reply.value } : fault(foreign(name));
}

async function withoutImage({ pulls }: Host, at: At, image: string, otherwise: Fault): Promise<Step<never>> {
  const reply = await hasImage(at, image);
  if (reply.kind === 'ok') return fault(otherwise);
  if (reply.kind === 'fault') return reply;
  if (!pulls) return fault(imageMissing(at.engine, image, false));
  const failed = pulls.pull(at.engine, image);
  return failed ? fault(failed) : { kind: 'pending', again: seconds(2), memory: { engine: at.engine.name } };
}

/** Joins the networks that are missing and starts what does not run. */
export async function bringUp(at: At, container: Container, { networks }: Pick<Properties, 'networks'>): Promise<Step<Container>> {
  const joined = container.NetworkSettings.Networks ?? {};
  for (const network of networks.filter((name) => !(name in joined))) {
    const reply = await connectNetwork(at, network, container.Id);
    // Forbidden also means that another worker was faster.
    if (reply.kind === 'fault' || (reply.kind === 'refused' && reply.status !== 403)) return fault(reply.fault);
  }
  if (!container.State.Running) {
    const reply = await startContainer(at, container.Id);
    if (reply.kind === 'fault' || (reply.kind === 'refused' && reply.status !== 304)) return fault(reply.fault);
  }
  return inspect(at, container.Id);
}

async function inspect(at: At, id: string): Promise<Step<Container>> {
  const reply = await inspectContainer(at, id);
  if (reply.kind !== 'ok') return fault(reply.fault);
  return reply.value.Id === id ? reply : fault(invalidAnswer(at.engine, `asked about container ${id}, it told of ${reply.value.Id}`));
}
