import { isJsonObject } from '../../domain/kernel/json.ts';
import type { Balancer } from '../../ports/load-balancer.ts';

/** How HAProxy finds out whether a member answers. */
export type Monitor = {
  /** What is said of it where a server is added. */
  readonly checks: string;
  /** In milliseconds: as long as it takes to give up a member that does not answer. */
  readonly patience: number;
};

/** One that is down is probed each second, and one good answer is enough: whoever comes is not kept waiting by a long `delay`. */
export function monitorOf({ properties: { health_monitor: monitor } }: Balancer): Monitor | undefined {
  if (!isJsonObject(monitor) || monitor.admin_state_up === false) return undefined;
  const { delay = 10, max_retries = 3 } = monitor;
  const [inter, fall] = [Number(delay), Number(max_retries)];
  return { checks: ` check inter ${inter}s downinter 1s rise 1 fall ${fall}`, patience: inter * fall * 1_000 };
}
