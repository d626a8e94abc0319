import { once } from '../app/requests/once.ts';
import { asyncRequestScopes } from '../platform/async-request-scopes.ts';
import { sha256Digest } from '../platform/sha256-digest.ts';
import { RequestHalted } from '../ports/request-scope.ts';
import type { Repeating } from '../wire/senlin/repeatable.ts';
import { engine } from './engine.ts';

/** What changing requests may say beside their bodies, on the engine's own store. */
export const repeating = (): Repeating => ({
  once: (request, answer) => once({ ...engine(), scopes: asyncRequestScopes, digest: sha256Digest }, request, answer),
  async expecting(expects, answer) {
    const outer = asyncRequestScopes.current();
    try {
      // One scope for both: a request may have a key and expect something.
      if (!outer) return await asyncRequestScopes.run({ expects, committed: false }, answer);
      outer.expects = expects;
      return await answer();
    } catch (error) {
      if (error instanceof RequestHalted && error.why === 'changed') return 'changed';
      throw error;
    }
  },
});
