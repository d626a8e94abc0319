import type { Token } from '../../domain/identity/token.ts';
import type { Revocations } from '../../ports/revocations.ts';
import type { Answer } from '../verb.ts';
import type { TokenPorts } from './find-token.ts';
import { validateToken } from './validate-token.ts';

/** Ends a token before its time. Who may ask is who may validate it. */
export const revokeToken =
  (ports: TokenPorts & { readonly revocations: Revocations }) =>
  async (caller: Token, subject: string): Promise<Answer<object>> => {
    const found = await validateToken(ports)(caller, subject);
    if (found.kind === 'refused') return found;
    await ports.store.removeToken(ports.digest(subject));
    ports.revocations.announce();
    return { kind: 'ok' };
  };
