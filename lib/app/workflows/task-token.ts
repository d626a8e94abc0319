import type { Execution } from '../../domain/workflow/execution.ts';
import type { App } from '../app.ts';
import type { RunPorts } from './run-ports.ts';

/** Everything it takes to find the task, and a secret that proves who was given it. Of the secret only its digest is kept. */
export type TaskToken = { readonly project: string; readonly executionId: string; readonly name: string; readonly secret: string };

export function makeToken(
  { random }: Pick<App, 'random'>,
  { digest }: RunPorts,
  { project, id }: Execution,
  name: string,
): { readonly text: string; readonly digest: string } {
  const secret = random.secret();
  return { text: [project, id, name, secret].map(encodeURIComponent).join('~'), digest: digest(secret) };
}

export function readToken(text: string): TaskToken | undefined {
  const parts = text.length <= 2_000 ? text.split('~') : [];
  if (parts.length !== 4) return undefined;
  try {
    const [project = '', executionId = '', name = '', secret = ''] = parts.map(decodeURIComponent);
    return { project, executionId, name, secret };
  } catch {
    return undefined;
  }
}
