import type { Principal } from '../../domain/identity/principal.ts';
import type { App } from '../app.ts';
import type { Clustering } from '../clustering.ts';
import { scopedStore } from './scoped-store.ts';

type Verb = (caller: Principal, ...rest: readonly unknown[]) => unknown;

/**
 * The verbs, each on a store of its own where its caller's request has a scope. So no verb knows of scopes, and a request without one costs nothing.
 *
 * @param make the verbs on an app
 */
export function scopedVerbs(app: App, make: (app: App) => Clustering): Clustering {
  const plain = make(app);
  return new Proxy(plain, {
    get: (verbs, name: keyof Clustering) => {
      const verb: Verb = (caller, ...rest) => {
        const of = caller.scope ? make({ ...app, store: scopedStore(app.store, caller.scope) }) : verbs;
        // The very verb that was asked for, with what it was asked with.
        return (of[name] as Verb)(caller, ...rest);
      };
      return verb;
    },
  });
}
