import type { Clustering } from '../../../app/clustering.ts';
import { v1 } from '../microversion.ts';
import { ok } from '../reply.ts';
import { type Route, replied } from '../route.ts';
import { enveloped, listOf } from '../views/document-schema.ts';
import { driverSchema, driverView } from '../views/driver.ts';
import { serviceSchema, serviceView } from '../views/service-info.ts';

/** @param now milliseconds since the epoch: says who is up */
export const serviceRoutes = (clustering: Clustering, now: () => number): readonly Route[] => [
  {
    method: 'GET',
    path: '/services',
    id: 'listServices',
    admins: true,
    summary: 'List what the service consists of. Administrators only.',
    answer: { status: 200, schema: enveloped('services', listOf(serviceSchema)) },
    run: async ({ caller }) =>
      replied(await clustering.listServices(caller), ({ services }) =>
        ok({ services: services.map((service) => serviceView(service, now())) }),
      ),
  },
  {
    method: 'GET',
    path: '/drivers',
    admins: true,
    id: 'listDrivers',
    summary:
      'Show what serves each profile type: whether it is called, or left alone for a while because it did not answer. Administrators only.',
    since: v1(15),
    answer: { status: 200, schema: enveloped('drivers', listOf(driverSchema)) },
    run: async ({ caller }) => replied(await clustering.listDrivers(caller), ({ drivers }) => ok({ drivers: drivers.map(driverView) })),
  },
];
