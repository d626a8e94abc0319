import { type Fault, permanent, transient } from '../../domain/kernel/fault.ts';
import type { Reference } from '../../domain/secret/reference.ts';
import { pick } from '../../domain/secret/secret.ts';
import type { Redaction } from '../../ports/redaction.ts';
import { SECRET_TIMEOUT, type SecretAnswer, type SecretBackends } from '../../ports/secrets.ts';

/** Where secrets are, and what sees to it that they are not said. */
export type Secrets = { readonly backends: SecretBackends; readonly redaction: Redaction };

export type Followed =
  /** By the reference's text. */
  { readonly kind: 'ok'; readonly values: ReadonlyMap<string, string> } | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Reads what references lead to, right before it is used. From then on this process says none of it for the project.
 *
 * All or nothing: the first that cannot be read is the fault. A secret is read once, however many of its members are asked for.
 */
export async function followReferences(
  { backends, redaction }: Secrets,
  project: string,
  references: readonly Reference[],
): Promise<Followed> {
  const whole = new Map<string, Promise<SecretAnswer>>();
  const read = ({ backend, id }: Reference): Promise<SecretAnswer> => {
    const name = `${backend}:${id}`;
    const asked = whole.get(name) ?? inTime(backends, project, backend, id);
    whole.set(name, asked);
    return asked;
  };
  const values = new Map<string, string>();
  const answers = await Promise.all(references.map(async (reference) => ({ reference, answer: await read(reference) })));
  for (const { reference, answer } of answers) {
    if (answer.kind === 'fault') return answer;
    redaction.learn(project, answer.value);
    const picked = pick(reference, answer.value);
    if (picked.kind === 'fault') return picked;
    redaction.learn(project, picked.value);
    values.set(reference.text, picked.value);
  }
  return { kind: 'ok', values };
}

async function inTime(backends: SecretBackends, project: string, backend: Reference['backend'], id: string): Promise<SecretAnswer> {
  const place = backends[backend];
  if (!place)
    return { kind: 'fault', fault: permanent('secret.backend.none', `This installation has no '${backend}' to keep secrets in.`) };
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<SecretAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'fault', fault: unavailable(backend) }), SECRET_TIMEOUT * 1_000);
  });
  try {
    return await Promise.race([place.read(project, id), silent]);
  } catch {
    // Whatever it was, what it says may repeat what it read.
    return { kind: 'fault', fault: unavailable(backend) };
  } finally {
    clearTimeout(timer);
  }
}

const unavailable = (backend: string): Fault => transient('secret.unavailable', `The '${backend}' that keeps the secret did not answer.`);
