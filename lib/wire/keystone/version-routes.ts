import { json } from './reply.ts';
import type { Context, Route } from './route.ts';

const version = ({ url }: Context) => ({
  id: 'v3.14',
  status: 'stable',
  updated: '2020-04-07T00:00:00Z',
  links: [{ rel: 'self', href: `${url}/v3/` }],
  'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
});

/** Discovery. Never asks for a token: the Python client answers a 401 here by asking again, for ever. */
export const versionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '',
    open: async (c) => json(300, { versions: { values: [version(c)] } }, { location: `${c.url}/v3/` }),
  },
  { method: 'GET', path: '/v3', open: async (c) => json(200, { version: version(c) }) },
];
