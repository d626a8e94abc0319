import type { Instant } from '../../domain/kernel/time.ts';

/** As Keystone writes the times of tokens: microseconds and a `Z`. */
export const timestamp = (at: Instant): string => `${naiveTimestamp(at)}Z`;

/** As it writes the expiry of application credentials: UTC, without saying so. */
export const naiveTimestamp = (at: Instant): string => new Date(at).toISOString().replace('Z', '000');
