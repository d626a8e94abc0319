import { seconds } from '../domain/kernel/time.ts';
import { dynamoClient } from './clients.ts';
import { config } from './config.ts';
import type { IdentitySetting } from './identity.ts';
import { sealing } from './sealing.ts';

/** How long another identity service is waited for. */
const PATIENCE = seconds(5);

/** The identity service as this installation has it: its own, or somebody's Keystone. */
export function identitySetting(): IdentitySetting {
  const settings = config();
  const keystone = settings.KEYSTONE_AUTH_URL && {
    authUrl: settings.KEYSTONE_AUTH_URL,
    username: settings.KEYSTONE_USERNAME,
    password: settings.KEYSTONE_PASSWORD,
    projectName: settings.KEYSTONE_PROJECT_NAME,
    userDomainName: settings.KEYSTONE_DOMAIN_NAME,
    projectDomainName: settings.KEYSTONE_DOMAIN_NAME,
    timeout: PATIENCE,
  };
  return {
    client: dynamoClient(),
    table: settings.TABLE,
    tokenLifetime: seconds(settings.TOKEN_LIFETIME),
    sealing: sealing(),
    ...(settings.PUBLIC_URL && { publicUrl: settings.PUBLIC_URL }),
    ...(keystone && { keystone }),
  };
}
