import type { Outcome, Resource } from '../../domain/action/call.ts';
import type { Fault } from '../../domain/kernel/fault.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Behaviour, behaviourOf, chance } from './behaviour.ts';
import { countFailure, type FakeCloud } from './cloud.ts';
import { failureOf } from './faults.ts';
import { waiting } from './lookup.ts';

/**
 * The failure that a request meets by chance. A change that is under way met its chance when it began. Counting makes the next
 * draw another, or what failed once would fail for ever.
 */
function misfortune(
  cloud: FakeCloud,
  purpose: string,
  { owner, memory }: Resource,
  { failureRate, failureKind }: Behaviour,
): Fault | undefined {
  if (failureRate === 0 || memory.waitsFor === purpose) return undefined;
  if (chance(`${purpose}:${cloud.failures.get(owner.nodeId) ?? 0}`) >= failureRate) return undefined;
  countFailure(cloud, owner.nodeId);
  return failureOf(failureKind, owner.nodeName);
}

/** The failure that a creation meets: the first ones as the profile says, then by chance. */
export function miscarriage(cloud: FakeCloud, token: string, resource: Resource): Fault | undefined {
  const behaviour = behaviourOf(resource.properties, token);
  const { nodeId, nodeName } = resource.owner;
  if ((cloud.failures.get(nodeId) ?? 0) >= behaviour.createFailures) return misfortune(cloud, token, resource, behaviour);
  countFailure(cloud, nodeId);
  return failureOf(behaviour.failureKind, nodeName);
}

/** How a change to what exists begins: with bad luck, or with a wait; undefined when it may be done now. */
export function begin(
  cloud: FakeCloud,
  clock: Clock,
  purpose: string,
  resource: Resource,
  properties = resource.properties,
): Outcome | undefined {
  const behaviour = behaviourOf(properties, purpose);
  const fault = misfortune(cloud, purpose, resource, behaviour);
  return fault ? { kind: 'fault', fault } : waiting(clock.now(), purpose, behaviour.latency, resource.memory);
}
