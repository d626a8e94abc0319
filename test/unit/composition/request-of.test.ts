import { expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { requestOf } from '../../../lib/composition/http.ts';

const origin = (headers: Record<string, string>, publicUrl = '') =>
  requestOf(
    {
      headers,
      rawPath: '/',
      rawQueryString: '',
      isBase64Encoded: false,
      requestContext: { domainName: 'api.example', http: { method: 'GET' } },
    } as unknown as APIGatewayProxyEventV2,
    publicUrl,
  ).origin;

test.each([
  [{ host: '127.0.0.1:8778' }, 'http://127.0.0.1:8778'],
  [{ host: '[::1]:8778', 'x-forwarded-proto': 'https' }, 'https://[::1]:8778'],
  [{}, 'http://api.example'],
  [{ host: 'a.example', 'x-forwarded-proto': 'javascript' }, 'http://a.example'],
  [{ host: 'a.example', 'x-forwarded-proto': 'https://evil/?' }, 'http://a.example'],
  [{ host: 'a"><script>' }, 'http://api.example'],
  [{ host: 'user@evil.example' }, 'http://api.example'],
])('links made for %j lead to %s', (headers, expected) => {
  expect(origin(headers)).toBe(expected);
});

test('where the operator says where the service is, the client has no say', () => {
  expect(origin({ host: 'evil.example' }, 'https://cluster.example')).toBe('https://cluster.example');
});
