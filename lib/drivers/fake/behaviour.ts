import { mix } from '../../domain/kernel/ids.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/kernel/json.ts';

/** How a fake resource is to behave: what `fake.node-1.0` lets a profile ask for. */
export type Behaviour = {
  /** Milliseconds that every change takes. */
  readonly latency: number;
  readonly createFailures: number;
  readonly failureRate: number;
  readonly failureKind: 'transient' | 'permanent' | 'capacity';
  readonly lateSuccess: boolean;
  /** Milliseconds after its creation from when on it reports itself unhealthy. */
  readonly unhealthyAfter: number;
  /** Milliseconds after its creation from when on its machine is down. */
  readonly hostDownAfter: number;
};

/**
 * Reads the knobs of `fake.node-1.0`. Properties of any other profile type have none of them and so behave well, save that what
 * `metadata` says is honoured for all: `simulated_wait_time` as Senlin's own test backend does, whose users' test suites rely on it,
 * and `simulated_host_down_after` beside it.
 *
 * @param token jitter and failures by rate follow from it, so that a call that is repeated does not draw again
 */
export function behaviourOf(properties: JsonObject, token: string): Behaviour {
  const kind = properties.failure_kind;
  const jitter = Math.round(number(properties.jitter) * 1000 * (2 * chance(token) - 1));
  const metadata = isJsonObject(properties.metadata) ? properties.metadata : {};
  const simulated = number(metadata.simulated_wait_time);
  return {
    latency: Math.max(0, Math.max(number(properties.latency), simulated) * 1000 + jitter),
    createFailures: number(properties.create_failures),
    failureRate: number(properties.failure_rate),
    failureKind: kind === 'permanent' || kind === 'capacity' ? kind : 'transient',
    lateSuccess: properties.late_success === true,
    hostDownAfter: number(metadata.simulated_host_down_after) * 1000 || Number.POSITIVE_INFINITY,
    unhealthyAfter: typeof properties.unhealthy_after === 'number' ? properties.unhealthy_after * 1000 : Number.POSITIVE_INFINITY,
  };
}

/** A number in [0, 1) that a name has once and for all. */
export const chance = (name: string): number => mix(name, 0x5bd1e995) / 2 ** 32;

const number = (value: Json | undefined): number => (typeof value === 'number' && value > 0 ? value : 0);
