import type { Outcome } from '../../domain/action/call.ts';
import type { JsonObject } from '../../domain/kernel/json.ts';
import { seconds } from '../../domain/kernel/time.ts';
import type { Container } from './container.ts';
import { endedEarly, neverWell } from './faults.ts';
import type { Properties } from './plan.ts';
import { endOf } from './view.ts';

/**
 * What a new container still has to be waited for, where its profile says that it counts once its own health check has passed. Undefined when it counts.
 *
 * @param memory what was remembered of the waiting: a container that ends meanwhile is not started over and over
 */
export function awaited({ health }: Pick<Properties, 'health'>, container: Container, memory: JsonObject): Outcome | undefined {
  const { State } = container;
  if (!health?.wait || State.Health?.Status === 'healthy') return undefined;
  if (hasEnded(container)) return { kind: 'fault', fault: endedEarly(endOf(container)) };
  if (State.Health?.Status === 'unhealthy') return { kind: 'fault', fault: neverWell() };
  return { kind: 'pending', again: seconds(1), memory: { ...memory, awaited: true }, reason: 'its health check has not passed yet' };
}

/** For one that is being waited for and has ended before it was well. */
export const endedMeanwhile = (memory: JsonObject, container: Container): Outcome | undefined =>
  memory.awaited === true && hasEnded(container) ? { kind: 'fault', fault: endedEarly(endOf(container)) } : undefined;

const hasEnded = ({ State }: Container): boolean => !State.Running && !State.Restarting;
