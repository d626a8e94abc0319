import { standing } from '../../domain/identity/role.ts';
import type { Token } from '../../domain/identity/token.ts';
import { refused } from '../../domain/kernel/fault.ts';
import type { Answer } from '../verb.ts';
import { findToken, type TokenPorts } from './find-token.ts';

export const forbidden = refused('identity.forbidden', 'You are not authorized to perform the requested action.');

/**
 * Tells another service, or the bearer, what a token means.
 *
 * Only an administrator and the user whose token it is may ask.
 */
export const validateToken =
  (ports: TokenPorts) =>
  async (caller: Token, subject: string): Promise<Answer<{ readonly token: Token }>> => {
    const token = await findToken(ports, subject);
    if (!token) return refused('identity.token.unknown', 'Could not find the token.');
    return standing(caller.roles).isAdmin || caller.userId === token.userId ? { kind: 'ok', token } : forbidden;
  };
