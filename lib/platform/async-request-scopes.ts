import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestScope, RequestScopes } from '../ports/request-scope.ts';

// Functions that were bundled apart share no module, but a scope never leaves the function in which it was opened.
const storage = new AsyncLocalStorage<RequestScope>();

export const asyncRequestScopes: RequestScopes = {
  run: (scope, work) => storage.run(scope, work),
  current: () => storage.getStore(),
};
