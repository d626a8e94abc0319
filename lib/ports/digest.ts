/**
 * A one-way name for a secret: what stores and caches use as the key of a token that they must not be able to give away.
 *
 * SHA-256 in hexadecimal, so only for secrets with 256 bits of their own, or where the input is not secret at all.
 * Passwords go through `PasswordHash`.
 */
export type Digest = (secret: string) => string;
