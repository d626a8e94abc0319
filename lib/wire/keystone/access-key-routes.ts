import { z } from 'zod';
import type { AccessKey } from '../../domain/identity/access-key.ts';
import { answered } from './answers.ts';
import { failure } from './faults.ts';
import { Id, parseBody } from './parse-body.ts';
import { json, noContent } from './reply.ts';
import type { Context, Route } from './route.ts';

// Keystone's OS-EC2 credentials, which OpenStack clients know how to make: `openstack ec2 credentials create`.

const LIST = '/v3/users/{}/credentials/OS-EC2';
const ONE = `${LIST}/{}`;

const Creation = z.object({ tenant_id: Id });
/** Ours: Keystone's cannot be disabled. */
const Change = z.object({ credential: z.strictObject({ enabled: z.boolean() }) });

/** Unlike Keystone's, a key shows its secret when it is made and never again. */
const body = ({ url }: Context, { id, userId, projectId, enabled }: AccessKey, secret: string | null = null) => ({
  access: id,
  secret,
  user_id: userId,
  tenant_id: projectId,
  trust_id: null,
  enabled,
  links: { self: `${url}/v3/users/${userId}/credentials/OS-EC2/${id}` },
});

export const accessKeyRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: LIST,
    async run(c, caller) {
      const [user = ''] = c.params;
      return answered(c, await c.identity.listAccessKeys(caller, user), ({ keys }) =>
        json(200, {
          credentials: keys.map((key) => body(c, key)),
          links: { next: null, self: `${c.base}${c.request.path}`, previous: null },
        }),
      );
    },
  },
  {
    method: 'POST',
    path: LIST,
    async run(c, caller) {
      const [user = ''] = c.params;
      const parsed = parseBody(Creation, c.request.body);
      if (parsed.kind === 'fault') return failure(parsed.fault, c.url);
      return answered(c, await c.identity.createAccessKey(caller, user, parsed.value.tenant_id), ({ key, secret }) =>
        json(201, { credential: body(c, key, secret) }),
      );
    },
  },
  {
    method: 'GET',
    path: ONE,
    async run(c, caller) {
      const [user = '', id = ''] = c.params;
      return answered(c, await c.identity.showAccessKey(caller, user, id), ({ key }) => json(200, { credential: body(c, key) }));
    },
  },
  {
    method: 'PATCH',
    path: ONE,
    async run(c, caller) {
      const [user = '', id = ''] = c.params;
      const parsed = parseBody(Change, c.request.body);
      if (parsed.kind === 'fault') return failure(parsed.fault, c.url);
      return answered(c, await c.identity.updateAccessKey(caller, user, id, parsed.value.credential.enabled), ({ key }) =>
        json(200, { credential: body(c, key) }),
      );
    },
  },
  {
    method: 'DELETE',
    path: ONE,
    async run(c, caller) {
      const [user = '', id = ''] = c.params;
      return answered(c, await c.identity.deleteAccessKey(caller, user, id), noContent);
    },
  },
];
