import { REGION } from '../domain/identity/catalogue.ts';
import { DEFAULT_DOMAIN } from '../domain/identity/domain.ts';
import { FIRST_USERS, type FirstUser } from '../domain/identity/first-users.ts';

/** Passwords by the name of the cloud. */
export type Passwords = Readonly<Record<string, string>>;

const HEAD = `# How OpenStack clients log in here. Written at the first start and yours from then on: only the addresses are kept up to date.
# The passwords of this file are the ones that count: after a change, start the service again.
clouds:
`;

/** The whole file, as a new installation gets it. */
export const cloudsFile = (authUrl: string, passwords: Passwords): string =>
  HEAD + FIRST_USERS.map((user) => cloud(user, authUrl, passwords[user.cloud] ?? '')).join('');

const cloud = ({ cloud: name, user, project }: FirstUser, authUrl: string, password: string): string => `  ${name}:
    auth:
      auth_url: ${quote(authUrl)}
      username: ${quote(user)}
      password: ${quote(password)}
      project_name: ${quote(project)}
      user_domain_name: ${quote(DEFAULT_DOMAIN.name)}
      project_domain_name: ${quote(DEFAULT_DOMAIN.name)}
    region_name: ${quote(REGION)}
    identity_api_version: "3"
    interface: public
`;

/** The passwords of our clouds, for as many as the file has. A cloud of another name is none of our business. */
export function readPasswords(text: string): Passwords {
  const found: Record<string, string> = {};
  eachLine(text, (line, name) => {
    const [, scalar] = /^\s+password:\s*(\S.*)$/.exec(line) ?? [];
    if (scalar !== undefined && name !== undefined) found[name] = unquote(scalar);
    return line;
  });
  return found;
}

/** The same file with the address of our clouds brought up to date. Every other line stays as its owner left it. */
export const withAuthUrl = (text: string, authUrl: string): string =>
  eachLine(text, (line, name) =>
    name === undefined ? line : line.replace(/^(\s+auth_url:\s*)\S.*$/, (_, key: string) => key + quote(authUrl)),
  );

/** Calls `visit` with each line and the cloud of ours it belongs to, and joins what it answers. */
function eachLine(text: string, visit: (line: string, cloud: string | undefined) => string): string {
  let current: string | undefined;
  const visited = text.split('\n').map((line) => {
    const [, name] = /^ {2}([^\s#:"']+|"[^"]+"|'[^']+'):\s*(?:#.*)?$/.exec(line) ?? [];
    if (name !== undefined) current = FIRST_USERS.find(({ cloud: ours }) => ours === unquote(name))?.cloud;
    else if (/^\S/.test(line) && !line.startsWith('#')) current = undefined;
    return visit(line, current);
  });
  return visited.join('\n');
}

/** YAML's double quotes are JSON's, but for a few characters that YAML will not have raw. */
const quote = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** What a scalar on one line says, quoted by us or by whoever edited the file. */
function unquote(scalar: string): string {
  const text = scalar.trim();
  const [, single] = /^'((?:[^']|'')*)'/.exec(text) ?? [];
  if (single !== undefined) return single.replaceAll("''", "'");
  const [double] = /^"(?:[^"\\]|\\.)*"/.exec(text) ?? [];
  return double === undefined ? text.replace(/\s+#.*$/, '') : readEscapes(double);
}

/** Says nothing of the text when it fails: it may be a password. */
function readEscapes(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    throw new Error('clouds.yaml has a quoted value with an escape that JSON does not know. Write it in single quotes.');
  }
}
