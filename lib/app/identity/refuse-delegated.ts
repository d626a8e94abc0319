import type { Token } from '../../domain/identity/token.ts';
import { type Refusal, refused } from '../../domain/kernel/fault.ts';

/**
 * Refuses a token that came from an application credential which is not meant to make or end others: with a leaked one, somebody could
 * otherwise outlive its deletion.
 */
export const refuseDelegated = ({ credential }: Token): Refusal | undefined =>
  credential === null || credential.unrestricted
    ? undefined
    : refused(
        'identity.forbidden',
        "You are not authorized to perform the requested action: Using method 'application_credential' is not allowed for managing additional application credentials.",
      );
