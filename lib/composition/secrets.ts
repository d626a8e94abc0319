import type { Secrets } from '../app/secrets/follow-references.ts';
import { ownSecrets } from '../app/secrets/own-secrets.ts';
import { seconds } from '../domain/kernel/time.ts';
import { keystoneSession } from '../platform/keystone-session.ts';
import { barbican } from '../platform/secrets/barbican.ts';
import { remembering } from '../platform/secrets/remembering.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { SecretBackend, SecretBackends } from '../ports/secrets.ts';
import { DynamoDocumentStore } from '../store/dynamo/document-store.ts';
import { dynamoClient } from './clients.ts';
import { config } from './config.ts';
import { identitySetting } from './identity-setting.ts';
import { redaction } from './redaction.ts';
import { sealing } from './sealing.ts';

/** What is asked over a network is not asked again for so long: a thousand nodes that come into being together ask once. */
const KEPT = seconds(10);
/** Within what a backend is waited for, twice. */
const IN_TIME = { maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true } };

let current: Secrets | undefined;

/** Where this installation's secrets are. What is not configured is not there. */
export function secrets(): Secrets {
  current ??= { backends: backends(), redaction: redaction() };
  return current;
}

function backends(): SecretBackends {
  const { TABLE, COPPICE_SECRETS_PREFIX: prefix, BARBICAN_URL: url } = config();
  const kept = (backend: SecretBackend) => remembering(backend, systemClock, KEPT);
  return {
    coppice: ownSecrets({ store: new DynamoDocumentStore(dynamoClient(), TABLE, systemClock), sealing: sealing() }),
    ...(prefix !== '' && { secretsmanager: kept(onFirstUse(() => managed(prefix))), ssm: kept(onFirstUse(() => stored(prefix))) }),
    ...(url !== '' && { barbican: kept(barbican({ url, ...barbicanLogin() })) }),
  };
}

/** Their clients are loaded by whoever asks them, which in most installations is nobody. */
async function managed(prefix: string): Promise<SecretBackend> {
  const [{ SecretsManagerClient }, { secretsManager }] = await Promise.all([
    import('@aws-sdk/client-secrets-manager'),
    import('../platform/secrets/secrets-manager.ts'),
  ]);
  return secretsManager(new SecretsManagerClient(IN_TIME), prefix);
}

async function stored(prefix: string): Promise<SecretBackend> {
  const [{ SSMClient }, { parameterStore }] = await Promise.all([
    import('@aws-sdk/client-ssm'),
    import('../platform/secrets/parameter-store.ts'),
  ]);
  return parameterStore(new SSMClient(IN_TIME), prefix);
}

function onFirstUse(make: () => Promise<SecretBackend>): SecretBackend {
  let made: Promise<SecretBackend> | undefined;
  return {
    async read(project, id) {
      made ??= make();
      return (await made).read(project, id);
    },
  };
}

/** A session per project: tokens are good for one. */
function barbicanLogin() {
  const { keystone } = identitySetting();
  if (!keystone) return {};
  const sessions = new Map<string, ReturnType<typeof keystoneSession>>();
  const sessionOf = (projectId: string) => {
    const session = sessions.get(projectId) ?? keystoneSession({ ...keystone, projectId }, systemClock);
    sessions.set(projectId, session);
    return session;
  };
  return { token: (project: string) => sessionOf(project).token() };
}
