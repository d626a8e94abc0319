import { SECRET_TIMEOUT, type SecretBackend } from '../../ports/secrets.ts';
import { fetchBytes } from '../fetch-json.ts';
import { noText, notFound, refusedBy, textOf, unavailable } from './faults.ts';

const NAME = 'barbican';

export type BarbicanWay = {
  readonly url: string;
  /** A token for this project and no other; or in words why there is none. Without it nobody is asked who they are. */
  readonly token?: (project: string) => Promise<{ readonly token: string } | { readonly fault: string }>;
};

/**
 * OpenStack's Barbican, asked as the service user in the very project that the secret must be of: Keystone and Barbican see to it that another project's is not
 * read. The header says the project to a Barbican without a Keystone; one with a Keystone writes it itself.
 */
export function barbican({ url, token }: BarbicanWay): SecretBackend {
  const base = url.replace(/\/+$/, '').replace(/\/v1$/, '');
  return {
    async read(project, id) {
      const mine = await token?.(project);
      if (mine && 'fault' in mine) return unavailable(NAME, `Keystone: ${mine.fault}`);
      // Text it gives as bytes, bytes never as text.
      const headers = { accept: 'application/octet-stream', 'x-project-id': project, ...(mine && { 'x-auth-token': mine.token }) };
      const answer = await fetchBytes(`${base}/v1/secrets/${id}/payload`, SECRET_TIMEOUT, { headers });
      if (typeof answer === 'string') return unavailable(NAME, answer);
      const { status, body } = answer;
      if (status === 200) {
        const value = textOf(body);
        return value === undefined ? noText(NAME, id) : { kind: 'ok', value };
      }
      if (status === 404) return notFound(NAME, id);
      // Of another project, or the service user has no role in this one: it does not say which, and neither is to be told from the other.
      if (status === 403) return notFound(NAME, id, ', or may not be read by the service user in this project');
      return status >= 400 && status < 500 && status !== 401 && status !== 429
        ? refusedBy(NAME, id, `HTTP ${status}`)
        : unavailable(NAME, `HTTP ${status}`);
    },
  };
}
