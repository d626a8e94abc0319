import { permanent, transient } from '../../domain/kernel/fault.ts';
import { type Allowance, allowanceOf, checkUrl } from '../../domain/outgoing/destination.ts';
import { checkHeaders } from '../../domain/outgoing/headers.ts';
import type { Outgoing, OutgoingAnswer } from '../../ports/outgoing.ts';
import { exchange } from './exchange.ts';
import { type Resolve, systemResolve, vettedAddresses } from './resolve.ts';

/** What anybody answers within: the longest that a worker waits for. */
const LONGEST_MS = 20_000;
/** For a check where an address is written down: a request waits for it. */
const CHECK_MS = 5_000;

/**
 * HTTP to addresses that users choose, kept to where it may go: the address is checked, resolved once, every one of its addresses checked, and
 * the connection made to those. No redirects, no proxies, no connection that anybody else used, and an end in bytes and in time.
 */
export function guardedHttp(allowance: Allowance, resolve: Resolve = systemResolve): Outgoing {
  return {
    async check(url) {
      const read = checkUrl(url, allowance);
      if (read.kind !== 'ok') return read;
      const found = await inTime(CHECK_MS, () => vettedAddresses(read.to, allowance, resolve));
      return found !== 'late' && 'kind' in found && found.kind === 'permanent' ? found : undefined;
    },

    async send(request): Promise<OutgoingAnswer> {
      const rules = widened(allowance, request.allow);
      const read = checkUrl(request.url, rules);
      const refused = read.kind === 'ok' ? checkHeaders(request.headers ?? {}) : read;
      if (read.kind !== 'ok' || refused)
        return { kind: 'refused', fault: refused ?? permanent('outgoing.url.invalid', 'The URL cannot be read.') };

      const ms = Math.min(LONGEST_MS, Math.max(1, request.timeoutMs));
      const answer = await inTime(ms, async (signal): Promise<OutgoingAnswer> => {
        const found = await vettedAddresses(read.to, rules, resolve);
        if ('kind' in found) return { kind: found.kind === 'permanent' ? 'refused' : 'failed', fault: found };
        return exchange(request, read.to, found, signal);
      });
      if (answer !== 'late') return answer;
      return { kind: 'failed', fault: transient('outgoing.timeout', `The host '${read.to.host}' did not answer in time.`) };
    },
  };
}

/** Waits no longer than this, for a resolver that hangs too: nothing can stop one. */
async function inTime<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | 'late'> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      stop.abort();
      resolve('late');
    }, ms);
  });
  try {
    return await Promise.race([work(stop.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

function widened(allowance: Allowance, entries: readonly string[] | undefined): Allowance {
  const more = entries && allowanceOf(entries);
  if (!more) return allowance;
  if (typeof more === 'string') throw new Error(`not an address range or host: ${more}`);
  return { ...allowance, ranges: [...allowance.ranges, ...more.ranges], hosts: new Set([...allowance.hosts, ...more.hosts]) };
}
