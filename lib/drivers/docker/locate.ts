import type { Resource } from '../../domain/action/call.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import { type At, type Container, inspectContainer, listContainers } from './container.ts';
import { invalidAnswer, noEngine } from './faults.ts';
import type { Host } from './host.ts';
import { areNamedFor, areOurs, labelled, marksIn } from './marks.ts';

/** What a resource turns out to be. */
export type Located =
  | { readonly kind: 'made'; readonly token: string; readonly at: At; readonly container: Container }
  | { readonly kind: 'adopted'; readonly at: At; readonly container: Container }
  /** There is such a container, and we have nothing to do with it. */
  | { readonly kind: 'foreign'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'fault'; readonly fault: Fault };

const NONE: Located = { kind: 'none' };

/**
 * Finds a resource by the names it is known by. `everywhere`: also on engines where it should not be, when nobody remembers where
 * it is; for a removal that must not miss anything.
 */
export async function locate(host: Host, signal: AbortSignal, resource: Resource, everywhere = false): Promise<Located> {
  const { fleet } = host;
  const remembered = fleet.remembered(resource.memory);
  if (remembered && 'kind' in remembered) return { kind: 'fault', fault: remembered };
  if (remembered) return locateOn(host, { engine: remembered, signal }, resource);
  const preferred = resource.token === null ? undefined : fleet.of(resource.token, resource.placement);
  if (preferred && 'kind' in preferred) return { kind: 'fault', fault: preferred };
  if (preferred && !everywhere) return locateOn(host, { engine: preferred, signal }, resource);
  if (fleet.all.length === 0) return { kind: 'fault', fault: noEngine() };
  let last = NONE;
  for (const engine of fleet.all) {
    const located = await locateOn(host, { engine, signal }, resource);
    if (located.kind === 'made' || located.kind === 'adopted') return located;
    // One that cannot be asked may be the one that has it: then nobody knows.
    if (located.kind !== 'none' && last.kind !== 'fault') last = located;
  }
  return last;
}

async function locateOn(host: Host, at: At, { token, physicalId, memory }: Resource): Promise<Located> {
  const named = physicalId === null ? NONE : await byPhysicalId(host, at, physicalId, memory.adopted === true);
  if (named.kind === 'fault') return named;
  if (token === null) return named;
  return named.kind === 'made' && named.token === token ? named : byToken(host, at, token);
}

async function byPhysicalId(host: Host, at: At, physicalId: string, adopted: boolean): Promise<Located> {
  if (!/^[0-9a-f]{12,64}$/.test(physicalId)) return NONE;
  const reply = await inspectContainer(at, physicalId);
  if (reply.kind === 'refused' && reply.status === 404) return NONE;
  if (reply.kind !== 'ok') return { kind: 'fault', fault: reply.fault };
  const container = reply.value;
  // The engine also takes names for ids, and one that lies may answer anything.
  if (!container.Id.startsWith(physicalId)) return NONE;
  const marks = marksIn(container.Config.Labels);
  if (areOurs(marks, host)) return { kind: 'made', token: marks.token, at, container };
  return adopted && !marks ? { kind: 'adopted', at, container } : { kind: 'foreign', name: nameOf(container) };
}

/** By its labels, and by the end of its name, which no update changes: a copy of a container has all of its labels. */
export async function byToken(host: Host, at: At, token: string): Promise<Located> {
  const listed = await listContainers(at, labelled(host.installation, token));
  if (listed.kind !== 'ok') return { kind: 'fault', fault: listed.fault };
  const isOurs = (labels: Container['Config']['Labels'], names: readonly string[]): boolean => {
    const marks = marksIn(labels);
    return areOurs(marks, host) && marks.token === token && areNamedFor(marks, names);
  };
  const [id] = listed.value.filter(({ Labels, Names }) => isOurs(Labels, Names)).map(({ Id }) => Id);
  if (id === undefined) return NONE;
  const reply = await inspectContainer(at, id);
  if (reply.kind === 'refused' && reply.status === 404) return NONE;
  if (reply.kind !== 'ok') return { kind: 'fault', fault: reply.fault };
  if (reply.value.Id !== id || !isOurs(reply.value.Config.Labels, [reply.value.Name])) {
    return { kind: 'fault', fault: invalidAnswer(at.engine, `the container ${id} is listed with other labels than it has`) };
  }
  return { kind: 'made', token, at, container: reply.value };
}

/** Engines put a slash before it. */
export const nameOf = ({ Name }: Container): string => Name.replace(/^\//, '');
