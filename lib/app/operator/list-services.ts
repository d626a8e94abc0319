import { WORK_QUEUES } from '../../domain/action/work-queue.ts';
import type { App } from '../app.ts';
import type { ServiceInfo } from '../service-info.ts';

/** The service's workers, as an operator's client lists them. They run when there is work and cost nothing otherwise, so each is up. */
export function listServices({ clock }: Pick<App, 'clock'>, host: string): readonly ServiceInfo[] {
  const updatedAt = clock.now();
  return WORK_QUEUES.map((queue) => ({ id: `coppice-${queue}`, binary: `coppice-${queue}`, host, topic: queue, updatedAt }));
}
