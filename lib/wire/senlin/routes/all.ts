import type { Clustering } from '../../../app/clustering.ts';
import type { NotificationDesk } from '../../../app/health/notification-desk.ts';
import type { TriggerWebhook } from '../../../app/receivers/trigger-webhook.ts';
import { refused } from '../../../domain/kernel/fault.ts';
import type { Route } from '../route.ts';
import { actionRoutes } from './actions.ts';
import { bindingRoutes } from './bindings.ts';
import { clusterWorkRoutes } from './cluster-work.ts';
import { clusterRoutes } from './clusters.ts';
import { type CompleteTask, completionRoutes } from './completions.ts';
import { eventStreamRoutes } from './event-stream.ts';
import { eventRoutes } from './events.ts';
import { grantRoutes } from './grants.ts';
import { healthRoutes } from './health.ts';
import { nodeWorkRoutes } from './node-work.ts';
import { nodeRoutes } from './nodes.ts';
import { notificationRoutes } from './notifications.ts';
import { orphanRoutes } from './orphans.ts';
import { policyRoutes } from './policies.ts';
import { profileRoutes } from './profiles.ts';
import { quotaRoutes } from './quotas.ts';
import { receiverRoutes } from './receivers.ts';
import { retentionRoutes } from './retention.ts';
import { scheduleRoutes } from './schedules.ts';
import { secretRoutes } from './secrets.ts';
import { serviceRoutes } from './services.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { type Catalogues, typeRoutes } from './types.ts';
import { versionRoutes } from './version.ts';
import { webhookRoutes } from './webhooks.ts';
import { workflowRoutes } from './workflows.ts';

export type RouteDeps = Catalogues & {
  readonly clustering: Clustering;
  /** Who is said to work on actions. */
  readonly engineId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Without it there are no webhooks. */
  readonly triggerWebhook?: TriggerWebhook;
  /** Without it nobody can hand in notifications. */
  readonly notifications?: NotificationDesk;
  /** Without it no task waits for anybody. */
  readonly completeTask?: CompleteTask;
};

const noWebhooks: TriggerWebhook = async ({ id }) => refused('receiver.not-found', `The receiver '${id}' could not be found.`);

const noDesk: NotificationDesk = {
  post: async ({ source }) => refused('source.not-found', `Notifications of '${source}' are not taken.`),
  count: async () => ({}),
  key: () => refused('notifications.unsigned', 'This installation takes no notifications.'),
};

const noTask: CompleteTask = async () => refused('task-token.not-found', 'No task waits for this token, or no longer.');

/** Everything below `/v1`: the router finds its way by this list, and the OpenAPI document is made of it. */
export const senlinRoutes = ({
  clustering,
  engineId,
  now,
  triggerWebhook,
  notifications,
  completeTask,
  ...catalogues
}: RouteDeps): readonly Route[] => [
  ...versionRoutes,
  ...typeRoutes(catalogues),
  ...profileRoutes(clustering),
  ...policyRoutes(clustering),
  ...clusterRoutes(clustering),
  ...clusterWorkRoutes(clustering),
  ...bindingRoutes(clustering),
  ...healthRoutes(clustering),
  ...nodeRoutes(clustering),
  ...nodeWorkRoutes(clustering),
  ...scheduleRoutes(clustering),
  ...workflowRoutes(clustering),
  ...grantRoutes(clustering),
  ...completionRoutes(completeTask ?? noTask),
  ...actionRoutes(clustering, engineId),
  ...eventRoutes(clustering),
  ...receiverRoutes(clustering),
  ...webhookRoutes(triggerWebhook ?? noWebhooks),
  ...eventStreamRoutes(clustering),
  ...secretRoutes(clustering),
  ...subscriptionRoutes(clustering),
  ...notificationRoutes(notifications ?? noDesk),
  ...orphanRoutes(clustering, now),
  ...quotaRoutes(clustering),
  ...retentionRoutes(clustering),
  ...serviceRoutes(clustering, now),
];
