import { WORK_QUEUES } from '../domain/action/work-queue.ts';
import type { App } from './app.ts';
import type { Clustering } from './clustering.ts';

/** The service's workers, as an operator's client lists them. They run when there is work and cost nothing otherwise, so each is up. */
export const listServices =
  (app: App, host: string): Clustering['listServices'] =>
  async () => {
    const updatedAt = app.clock.now();
    const services = WORK_QUEUES.map((queue) => ({ id: `coppice-${queue}`, binary: `coppice-${queue}`, host, topic: queue, updatedAt }));
    return { kind: 'ok', services };
  };
