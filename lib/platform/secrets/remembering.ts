import { after, type Instant, type Seconds } from '../../domain/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SecretAnswer, SecretBackend } from '../../ports/secrets.ts';

const MOST = 1_000;

/** Asks once for all who ask within a moment. What could not be read is asked for again. */
export function remembering(backend: SecretBackend, clock: Clock, kept: Seconds): SecretBackend {
  const known = new Map<string, { readonly answer: Promise<SecretAnswer>; readonly until: Instant }>();
  return {
    async read(project, id) {
      const name = JSON.stringify([project, id]);
      const now = clock.now();
      const before = known.get(name);
      if (before && now < before.until) return before.answer;
      if (known.size >= MOST) known.clear();
      const asked = { answer: backend.read(project, id), until: after(now, kept) };
      known.set(name, asked);
      const forget = () => void (known.get(name) === asked && known.delete(name));
      return asked.answer.then(
        (answer) => {
          if (answer.kind === 'fault') forget();
          return answer;
        },
        (error: unknown) => {
          forget();
          throw error;
        },
      );
    },
  };
}
