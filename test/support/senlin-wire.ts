import type { Clustering } from '../../lib/app/clustering.ts';
import type { Principal } from '../../lib/domain/identity/principal.ts';
import { refused } from '../../lib/domain/kernel/fault.ts';
import { policyTypes } from '../../lib/domain/policy/catalogue.ts';
import { profileTypes } from '../../lib/domain/profile/catalogue.ts';
import type { HttpRequest, HttpResponse } from '../../lib/wire/http.ts';
import { senlinHandler } from '../../lib/wire/senlin/handler.ts';

export const principal = (name: string): Principal => ({
  userId: `${name}-user`,
  userName: name,
  projectId: `${name}-project`,
  projectName: name,
  domainId: null,
  roles: name === 'reader' ? ['reader'] : name === 'admin' ? ['admin', 'member', 'reader'] : ['member', 'reader'],
  isAdmin: name === 'admin',
  canWrite: name !== 'reader',
});

/** The use cases a test needs; calling any other is a bug of the test or of the wire. */
export const clusteringWith = (verbs: Partial<Clustering>): Clustering =>
  // A proxy answers for the verbs that are not there.
  new Proxy(verbs as Clustering, {
    get: (known, verb) => {
      if (verb in known) return Reflect.get(known, verb);
      return () => Promise.reject(new Error(`the wire asked for ${String(verb)}`));
    },
  });

export const ORIGIN = 'http://127.0.0.1:8790';

/** A caller's name is their token. What is thrown inside is thrown at the test. */
export function wireWith(verbs: Partial<Clustering> = {}) {
  const thrown: unknown[] = [];
  // What is no verb of clustering is given, or missed, like one.
  const asked =
    (verb: string) =>
    (...words: readonly unknown[]) =>
      Reflect.get(clusteringWith(verbs), verb)(...words);
  const handle = senlinHandler({
    clustering: clusteringWith(verbs),
    verify: async (token) => (token === 'nobody' ? undefined : principal(token)),
    report: (error) => thrown.push(error),
    completeTask: () => Promise.reject(new Error('the wire asked for completeTask')),
    engineId: 'engine-1',
    now: () => 0,
    notifications: {
      post: asked('post'),
      count: asked('count'),
      key: () => refused('notifications.unsigned', 'There is no secret here.'),
    },
    triggerWebhook: asked('triggerWebhook'),
    profileTypes,
    policyTypes,
  });
  return async (request: Partial<HttpRequest>): Promise<HttpResponse> => {
    const response = await handle({
      method: 'GET',
      path: '/',
      query: '',
      headers: {},
      body: '',
      origin: ORIGIN,
      requestId: 'req-1',
      ...request,
    });
    // What is answered with anything else was foreseen.
    if (thrown.length > 0 && response.status === 500) throw thrown[0];
    return response;
  };
}

/** A JSON request to our wire, as the named caller. */
export const asking = (method: string, url: string, json?: unknown, { as = 'demo', version = '1.14' } = {}): Partial<HttpRequest> => {
  const [path = '', query = ''] = url.split('?');
  return {
    method,
    path,
    query,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-auth-token': as,
      'openstack-api-version': `clustering ${version}`,
    },
    body: json === undefined ? '' : typeof json === 'string' ? json : JSON.stringify(json),
  };
};
