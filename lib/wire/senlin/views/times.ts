import type { Instant } from '../../../domain/kernel/time.ts';

/** `2026-01-01T10:00:00Z`, as for everything but events. */
export const utc = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
export const utcOrNull = (at: Instant | null): string | null => (at === null ? null : utc(at));

/** `2026-01-01T10:00:00+00:00`, as for events. */
export const utcWithOffset = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}+00:00`;

/** Seconds since the epoch, with a fraction: when an action worked. */
export const epochSeconds = (at: Instant | null): number | null => (at === null ? null : at / 1000);
