import { answered, collection } from './answers.ts';
import { parseCredentialRequest } from './credential-request.ts';
import { failure } from './faults.ts';
import { json, noContent } from './reply.ts';
import { credentialBody } from './resources.ts';
import type { Route } from './route.ts';

const LIST = '/v3/users/{}/application_credentials';
const ONE = `${LIST}/{}`;

export const credentialRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: LIST,
    async run(c, caller) {
      const [user = ''] = c.params;
      return answered(c, await c.identity.listApplicationCredentials(caller, user), ({ credentials }) => {
        const bodies = credentials.map((credential) => credentialBody(c.url, credential));
        return collection(c, 'application_credentials', bodies);
      });
    },
  },
  {
    method: 'POST',
    path: LIST,
    async run(c, caller) {
      const [user = ''] = c.params;
      const parsed = parseCredentialRequest(c.request.body);
      if (parsed.kind === 'fault') return failure(parsed.fault, c.url);
      // The one time the secret is shown.
      return answered(c, await c.identity.createApplicationCredential(caller, user, parsed.value), ({ credential, secret }) =>
        json(201, { application_credential: { ...credentialBody(c.url, credential), secret } }),
      );
    },
  },
  {
    method: 'GET',
    path: ONE,
    async run(c, caller) {
      const [user = '', id = ''] = c.params;
      return answered(c, await c.identity.showApplicationCredential(caller, user, id), ({ credential }) =>
        json(200, { application_credential: credentialBody(c.url, credential) }),
      );
    },
  },
  {
    method: 'DELETE',
    path: ONE,
    async run(c, caller) {
      const [user = '', id = ''] = c.params;
      return answered(c, await c.identity.deleteApplicationCredential(caller, user, id), noContent);
    },
  },
];
