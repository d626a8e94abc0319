import { config } from './config.ts';
import { bootstrapIdentity } from './identity.ts';
import { identitySetting } from './identity-setting.ts';
import { prepareLocalCredentials } from './local-credentials.ts';

/** What a local service does before its first request. @returns how to log in, line by line */
export async function prepareLocalStart(): Promise<readonly string[]> {
  const setting = identitySetting();
  // Its users log in where they always do: credentials of ours would be good for nothing.
  if (setting.keystone) return [`Tokens of ${setting.keystone.authUrl} count here; log in there.`];
  const baseUrl = `http://127.0.0.1:${process.env.PORT || 8778}`;
  const { users, lines } = await prepareLocalCredentials({ home: config().COPPICE_HOME, baseUrl, env: process.env });
  await bootstrapIdentity(setting, users);
  return lines;
}
