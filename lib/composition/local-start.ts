import { config } from './config.ts';
import { bootstrapIdentity } from './identity.ts';
import { identitySetting } from './identity-setting.ts';
import { prepareLocalCredentials } from './local-credentials.ts';

/** What a local service does before its first request. @returns how to log in, line by line */
export async function prepareLocalStart(): Promise<readonly string[]> {
  const baseUrl = `http://127.0.0.1:${process.env.PORT || 8778}`;
  const { users, lines } = await prepareLocalCredentials({ home: config().COPPICE_HOME, baseUrl, env: process.env });
  const setting = identitySetting();
  if (!setting.keystone) await bootstrapIdentity(setting, users);
  return lines;
}
