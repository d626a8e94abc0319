/** Somebody who can log in. */
export type Login = { readonly user: string; readonly project: string; readonly password: string };

const named = (name: string) => ({ name, domain: { name: 'Default' } });

/** @returns a token */
export async function logIn(base: string, { user, project, password }: Login): Promise<string> {
  const identity = { methods: ['password'], password: { user: { ...named(user), password } } };
  const response = await fetch(`${base}/identity/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ auth: { identity, scope: { project: named(project) } } }),
  });
  const token = response.headers.get('X-Subject-Token');
  if (!token) throw new Error(`${user} could not log in: ${response.status} ${await response.text()}`);
  return token;
}
