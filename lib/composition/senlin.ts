import { resting } from '../app/circuits/see-drivers.ts';
import { notificationDesk } from '../app/health/notification-desk.ts';
import { admitRequests } from '../app/quotas/admit-requests.ts';
import { triggerWebhook } from '../app/receivers/trigger-webhook.ts';
import { sha256Hmac } from '../platform/sha256-hmac.ts';
import { systemClock } from '../platform/system-clock.ts';
import { DynamoRequestMeter } from '../store/dynamo/request-meter.ts';
import type { HttpHandler } from '../wire/http.ts';
import { senlinHandler } from '../wire/senlin/handler.ts';
import { dynamoClient } from './clients.ts';
import { clustering } from './clustering.ts';
import { config } from './config.ts';
import { engine } from './engine.ts';
import { tokenVerifier } from './identity.ts';
import { identitySetting } from './identity-setting.ts';
import { intake } from './intake.ts';
import { quotas } from './quotas.ts';
import { repeating } from './repeating.ts';
import { report } from './report.ts';
import { taskCompletion } from './workflows.ts';

/** `/` and `/v1`. */
export function senlinApi(): HttpHandler {
  const verifier = tokenVerifier(identitySetting());
  const verify = async (token: string) => {
    const verified = await verifier.verify(token);
    if (verified.kind === 'unavailable') return verified;
    return verified.kind === 'valid' ? verified.principal : undefined;
  };
  return senlinHandler({
    clustering: clustering(),
    repeating: repeating(),
    verify,
    admit: admitRequests({
      store: engine().store,
      clock: systemClock,
      meter: new DynamoRequestMeter(dynamoClient(), config().TABLE),
      defaults: quotas(config()),
    }),
    report,
    engineId: `coppice-${config().STAGE}`,
    now: Date.now,
    triggerWebhook: triggerWebhook(engine()),
    notifications: notificationDesk(engine(), { ...intake(), verify, hmac: sha256Hmac, secret: config().NOTIFICATION_SECRET }),
    completeTask: taskCompletion(engine()),
    profileTypes: engine().profileTypes,
    ready: async () => {
      await engine().store.projects();
      return { ready: true, resting: await resting(engine()) };
    },
    ...(config().KEYSTONE_AUTH_URL && { identityUri: config().KEYSTONE_AUTH_URL }),
  });
}
