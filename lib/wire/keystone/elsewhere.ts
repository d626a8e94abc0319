import { permanent } from '../../domain/kernel/fault.ts';
import type { HttpHandler } from '../http.ts';
import { failure } from './faults.ts';

/** What stands where identity would be, when tokens come from another Keystone: a sign to it. */
export const identityElsewhere =
  (authUrl: string): HttpHandler =>
  async (request) => {
    const response = failure(permanent('request.not-found', `This service issues no tokens. Log in at ${authUrl}.`), authUrl);
    return { ...response, headers: { ...response.headers, 'x-openstack-request-id': request.requestId } };
  };
