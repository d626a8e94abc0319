import type { Principal } from '../../domain/identity/principal.ts';
import { type Refusal, transient } from '../../domain/kernel/fault.ts';
import { after, type Instant, type Seconds, seconds } from '../../domain/kernel/time.ts';
import { type Limits, UNLIMITED } from '../../domain/quota/limits.ts';
import { quotaId } from '../../domain/quota/usage.ts';
import { effective } from '../../domain/quota/verdict.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { RequestMeter } from '../../ports/request-meter.ts';

/** How long a process goes by the limit it has read: another one is heeded that much later. */
const TRUSTED: Seconds = seconds(10);
const MOST_REMEMBERED = 10_000;
const MINUTE = 60_000;

type Ports = { readonly store: DocumentStore; readonly clock: Clock; readonly meter: RequestMeter; readonly defaults: Limits };
export type AdmitRequest = (caller: Principal) => Promise<Refusal | undefined>;

/**
 * Lets so many requests of a project in as it may make in a minute, whatever number of processes they come to.
 *
 * Where there is no limit nothing is counted; where there is one, a request costs one write, and one that is refused costs nothing once the minute is known to
 * be full. An administrator's requests are counted to nobody: somebody has to be able to raise a limit.
 */
export function admitRequests({ store, clock, meter, defaults }: Ports): AdmitRequest {
  const limits = new Map<string, { readonly limit: number; readonly until: Instant }>();
  const full = new Map<string, number>();

  async function limitOf(project: string, now: Instant): Promise<number> {
    const known = limits.get(project);
    if (known && now < known.until) return known.limit;
    const usage = await store.get('quota', { project, id: quotaId(project) });
    const { requests_per_minute: limit } = effective(usage?.limits ?? {}, defaults);
    if (limits.size >= MOST_REMEMBERED) limits.clear();
    limits.set(project, { limit, until: after(now, TRUSTED) });
    if (known?.limit !== limit) full.delete(project);
    return limit;
  }

  return async ({ projectId: project, isAdmin }) => {
    if (isAdmin) return undefined;
    const now = clock.now();
    const limit = await limitOf(project, now);
    if (limit === UNLIMITED) return undefined;
    const minute = Math.floor(now / MINUTE);
    if (full.get(project) !== minute && (await meter.take(project, minute, limit))) return undefined;
    if (full.size >= MOST_REMEMBERED) full.clear();
    full.set(project, minute);
    const wait = seconds(Math.ceil(((minute + 1) * MINUTE - now) / 1000));
    const message = `Quota exceeded for requests per minute in this project: limit ${limit}. Ask again in ${wait} seconds.`;
    return { kind: 'refused', fault: transient('quota.too-many-requests', message, wait) };
  };
}
