import { join } from 'node:path';
import type { FirstUserWithKey } from '../app/identity/bootstrap-access-keys.ts';
import { accessKeyId } from '../domain/identity/access-key.ts';
import { FIRST_USERS } from '../domain/identity/first-users.ts';
import { cryptoRandom } from '../platform/crypto-random.ts';
import { readIfAny, writeForOwner } from '../platform/owner-file.ts';

const HEAD = `# How AWS clients sign in here, a profile for each local user: AWS_SHARED_CREDENTIALS_FILE=<this file> AWS_PROFILE=coppice.
# Written at the first start and yours from then on; the keys of this file are made known to the service at every start.
`;

type Key = Pick<FirstUserWithKey, 'accessKeyId' | 'secret'>;

/** Sees to it that every local user has an access key, in a file that only its owner can read. What is in the file already stays. */
export async function prepareLocalAccessKeys(
  home: string,
): Promise<{ readonly users: readonly FirstUserWithKey[]; readonly file: string }> {
  const file = join(home, 'aws-credentials');
  const text = await readIfAny(file);
  const found = readKeys(text ?? '');
  const users = FIRST_USERS.map((user) => ({ ...user, ...(found.get(user.cloud) ?? newKey()) }));
  const missing = users.filter(({ cloud }) => !found.has(cloud));
  if (text === undefined || missing.length > 0) await writeForOwner(file, `${text ?? HEAD}${missing.map(section).join('')}`);
  return { users, file };
}

const newKey = (): Key => ({
  accessKeyId: accessKeyId(cryptoRandom.entropy(), cryptoRandom.entropy()),
  secret: cryptoRandom.secret().slice(0, 40),
});

const section = ({ cloud, accessKeyId: id, secret }: FirstUserWithKey): string => `
[${cloud}]
aws_access_key_id = ${id}
aws_secret_access_key = ${secret}
`;

/** The keys by profile; a profile that lacks one of the two has none. */
export function readKeys(text: string): ReadonlyMap<string, Key> {
  const settings = new Map<string, Record<string, string>>();
  let profile = '';
  for (const line of text.split('\n')) {
    const [, name] = /^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(line) ?? [];
    const [, key, value] = /^\s*(aws_\w+)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (name !== undefined) profile = name;
    if (key !== undefined && value !== undefined) settings.set(profile, { ...settings.get(profile), [key]: value });
  }
  return new Map(
    [...settings].flatMap(([name, { aws_access_key_id: id, aws_secret_access_key: secret }]): [string, Key][] =>
      id && secret ? [[name, { accessKeyId: id, secret }]] : [],
    ),
  );
}
