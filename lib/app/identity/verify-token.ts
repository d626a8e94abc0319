import { principalOf } from '../../domain/identity/token.ts';
import type { TokenVerifier } from '../../ports/token-verifier.ts';
import { findToken, type TokenPorts } from './find-token.ts';

/** Verifies the tokens that this service issued itself, against its own store. */
export const verifyToken = (ports: TokenPorts): TokenVerifier => ({
  async verify(secret) {
    const token = await findToken(ports, secret);
    const principal = token && principalOf(token);
    return token && principal ? { kind: 'valid', principal, expiresAt: token.expiresAt } : { kind: 'invalid' };
  },
});
