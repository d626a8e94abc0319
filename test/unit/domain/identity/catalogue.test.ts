import { expect, test } from '@jest/globals';
import { buildCatalogue } from '../../../../lib/domain/identity/catalogue.ts';
import { FIRST_USERS } from '../../../../lib/domain/identity/first-users.ts';
import { identityId } from '../../../../lib/domain/identity/identity-id.ts';

test('the catalogue says where clustering and identity are, for every interface', () => {
  const shown = buildCatalogue('http://127.0.0.1:8778', '/identity').map(({ type, name, endpoints }) => ({
    type,
    name,
    endpoints: endpoints.map((e) => [e.interface, e.region, e.url]),
  }));
  const at = (url: string) => ['public', 'internal', 'admin'].map((face) => [face, 'RegionOne', url]);
  expect(shown).toEqual([
    // Without /v1: clients add it, and some would add it twice.
    { type: 'clustering', name: 'coppice', endpoints: at('http://127.0.0.1:8778') },
    { type: 'identity', name: 'keystone', endpoints: at('http://127.0.0.1:8778/identity') },
  ]);
});

test('no two things share an id', () => {
  const services = buildCatalogue('http://a', '/identity');
  const ids = [
    ...services.map((s) => s.id),
    ...services.flatMap((s) => s.endpoints.map((e) => e.id)),
    ...FIRST_USERS.map(({ user }) => identityId('user', 'default', user)),
    ...[...new Set(FIRST_USERS.map(({ project }) => project))].map((project) => identityId('project', 'default', project)),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});
