import { ensureSound } from '../platform/state-file.ts';
import { config } from './config.ts';
import { bootstrapIdentity, bootstrapKeys } from './identity.ts';
import { identitySetting } from './identity-setting.ts';
import { prepareLocalAccessKeys } from './local-access-keys.ts';
import { prepareLocalCredentials, shell } from './local-credentials.ts';

/** What a local service does before its first request. @returns how to log in, line by line */
export async function prepareLocalStart(): Promise<readonly string[]> {
  ensureSound(config().COPPICE_HOME);
  const setting = identitySetting();
  // Its users log in where they always do: credentials of ours would be good for nothing.
  if (setting.keystone) return [`Tokens of ${setting.keystone.authUrl} count here; log in there.`];
  const baseUrl = `http://127.0.0.1:${process.env.PORT || 8778}`;
  const { users, lines } = await prepareLocalCredentials({ home: config().COPPICE_HOME, baseUrl, env: process.env });
  await bootstrapIdentity(setting, users);
  const keys = await prepareLocalAccessKeys(config().COPPICE_HOME);
  await bootstrapKeys(setting, keys.users);
  return [...lines, 'or with an AWS client:', ...howToSign(keys.file, baseUrl)];
}

const howToSign = (file: string, baseUrl: string): readonly string[] => [
  `  export AWS_SHARED_CREDENTIALS_FILE=${shell(file)} AWS_PROFILE=coppice AWS_DEFAULT_REGION=us-east-1`,
  `  aws --endpoint-url ${baseUrl}/aws/sts sts get-caller-identity`,
];
