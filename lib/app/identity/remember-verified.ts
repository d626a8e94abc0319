import { after, type Instant, type Seconds } from '../../domain/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Digest } from '../../ports/digest.ts';
import type { Revocations } from '../../ports/revocations.ts';
import type { TokenVerifier, Verification } from '../../ports/token-verifier.ts';

type Valid = Extract<Verification, { kind: 'valid' }>;
type Memory = {
  readonly digest: Digest;
  readonly clock: Clock;
  readonly revocations: Revocations;
  readonly longest: Seconds;
  readonly most: number;
};

/**
 * Remembers, for a moment, who is behind a token.
 *
 * The bound: a revoked token is refused at once by the process that revoked it, and by every other after at most `longest`. An expired one is
 * refused on time everywhere. Only good answers are remembered, by digest, `most` of them: strangers cannot fill the memory, and
 * it could give nobody a token.
 */
export function rememberVerified(inner: TokenVerifier, { digest, clock, revocations, longest, most }: Memory): TokenVerifier {
  const known = new Map<string, { readonly answer: Valid; readonly until: Instant }>();
  let era = 0;
  revocations.onRevoked(() => {
    era++;
    known.clear();
  });

  return {
    async verify(token) {
      const key = digest(token);
      const hit = known.get(key);
      if (hit && clock.now() < hit.until) return hit.answer;
      known.delete(key);

      const began = era;
      const asked = clock.now();
      const answer = await inner.verify(token);
      // A revocation while we were asking: the answer may be older than it, so it serves this request and is not kept.
      if (answer.kind !== 'valid' || era !== began) return answer;
      const until = after(asked, longest);
      known.set(key, { answer, until: answer.expiresAt < until ? answer.expiresAt : until });
      for (const oldest of known.keys()) {
        if (known.size <= most) break;
        known.delete(oldest);
      }
      return answer;
    },
  };
}
