import { triggerWebhook } from '../app/receivers/trigger-webhook.ts';
import { errorFacts } from '../platform/json-log.ts';
import type { HttpHandler } from '../wire/http.ts';
import { senlinHandler } from '../wire/senlin/handler.ts';
import { clustering } from './clustering.ts';
import { config } from './config.ts';
import { engine } from './engine.ts';
import { tokenVerifier } from './identity.ts';
import { identitySetting } from './identity-setting.ts';
import { log } from './log.ts';
import { repeating } from './repeating.ts';

/** `/` and `/v1`. */
export function senlinApi(): HttpHandler {
  const verifier = tokenVerifier(identitySetting());
  return senlinHandler({
    clustering: clustering(),
    repeating: repeating(),
    async verify(token) {
      const verified = await verifier.verify(token);
      if (verified.kind === 'unavailable') return verified;
      return verified.kind === 'valid' ? verified.principal : undefined;
    },
    report: (error, request) =>
      log()('error', 'request failed', { request: request.requestId, method: request.method, path: request.path, ...errorFacts(error) }),
    engineId: `coppice-${config().STAGE}`,
    now: Date.now,
    triggerWebhook: triggerWebhook(engine()),
    profileTypes: engine().profileTypes,
    ready: async () => {
      await engine().store.projects();
      return { ready: true };
    },
    ...(config().KEYSTONE_AUTH_URL && { identityUri: config().KEYSTONE_AUTH_URL }),
  });
}
