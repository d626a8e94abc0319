import { type Fault, permanent } from '../kernel/fault.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Cluster } from './cluster.ts';
import { type Adjustment, checkSize, clamp, target } from './sizing.ts';
import { countedIn } from './standby.ts';

/** What somebody, a user or a policy, wants a cluster's size to become. */
export type SizeRequest = {
  /** Absent: bounds alone. */
  readonly adjustment?: Adjustment | undefined;
  readonly minSize?: number | undefined;
  /** -1 means no upper bound. */
  readonly maxSize?: number | undefined;
  /**
   * What becomes of a size out of bounds. `strict`: it is refused. `clamp`: it is moved into them, even if that shrinks what was to grow.
   * `effort`: as far as they allow and never the other way, so that a cluster outside its bounds stays where it is.
   */
  readonly fit: 'strict' | 'clamp' | 'effort';
};

export type NewSize =
  /** `change`: by how many the members become more; negative, fewer. */
  { readonly kind: 'sized'; readonly desired: number; readonly change: number } | { readonly kind: 'refused'; readonly fault: Fault };

type Sized = Pick<Cluster, 'minSize' | 'maxSize' | 'desiredCapacity' | 'nodes' | 'aside'>;

/** The size a cluster is to have: the one rule for requests, policies and plans. @param limit the operator's, on nodes per cluster: on all of them */
export function newSize(cluster: Sized, request: SizeRequest, limit: number): NewSize {
  const current = countedIn(cluster);
  const most = limit - (cluster.nodes.length - current);
  const { adjustment, fit } = request;
  const aim = adjustment && target(current, adjustment);
  if (aim !== undefined && !Number.isSafeInteger(aim)) {
    return { kind: 'refused', fault: permanent('request.malformed', `The target capacity (${aim}) is not a whole number of nodes.`) };
  }
  if (aim !== undefined && fit === 'effort') {
    const reached = clamp(aim, cluster, request, most);
    return sized(current, aim >= current ? Math.max(current, Math.min(aim, reached)) : Math.min(current, Math.max(aim, reached)));
  }
  const desired = aim === undefined || fit === 'strict' ? aim : clamp(aim, cluster, request, most);
  const fault = checkSize(cluster, { ...request, desired, strict: fit === 'strict' }, most);
  if (fault) return { kind: 'refused', fault };
  // Bounds alone move the size only where they may.
  return sized(current, desired ?? (fit === 'strict' ? cluster.desiredCapacity : clamp(cluster.desiredCapacity, cluster, request, most)));
}

const sized = (current: number, desired: number): NewSize => ({ kind: 'sized', desired, change: desired - current });

/** So many more, or fewer. */
export const byCount = (change: number, fit: SizeRequest['fit'] = 'strict'): SizeRequest => ({
  adjustment: { type: 'CHANGE_IN_CAPACITY', number: change },
  fit,
});

/** A resize as an action's inputs carry it; each field was checked when it was filed. */
export function resizeOf({ inputs }: { readonly inputs: JsonObject }): SizeRequest {
  const number = (key: string) => (typeof inputs[key] === 'number' ? inputs[key] : undefined);
  const type = inputs.adjustment_type;
  const amount = number('number');
  const known = type === 'EXACT_CAPACITY' || type === 'CHANGE_IN_CAPACITY' || type === 'CHANGE_IN_PERCENTAGE' ? type : undefined;
  return {
    adjustment: known && amount !== undefined ? { type: known, number: amount, minStep: number('min_step') } : undefined,
    minSize: number('min_size'),
    maxSize: number('max_size'),
    fit: inputs.strict === false ? 'clamp' : 'strict',
  };
}

/** How many a request to scale is about, when it says so. */
export const countIn = ({ count }: JsonObject): number | undefined => (typeof count === 'number' ? count : undefined);
