import { type Instant, instant } from '../../kernel/time.ts';

/**
 * A point in time as clouds write it: ISO 8601, or OpenStack's `2026-11-20 16:16:29.345263`, which is UTC without saying so.
 * Undefined for what is none.
 */
export function momentOf(text: string): Instant | undefined {
  const [, date, time, zone = ''] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/.exec(text.trim()) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const [whole = '', fraction = ''] = time.split('.');
  const at = Date.parse(`${date}T${whole}.${fraction.padEnd(3, '0').slice(0, 3)}${zone || 'Z'}`);
  return Number.isNaN(at) ? undefined : instant(at);
}
