import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refused } from '../../../lib/domain/kernel/fault.ts';
import { policyTypes } from '../../../lib/domain/policy/catalogue.ts';
import { profileTypes } from '../../../lib/domain/profile/catalogue.ts';
import { jsonFault } from '../../../lib/wire/senlin/json-fault.ts';
import { senlinRoutes } from '../../../lib/wire/senlin/routes/all.ts';
import { asking, clusteringWith, wireWith } from '../../support/senlin-wire.ts';

/** Every use case refuses, so that whatever goes wrong went wrong in the wire. */
const refusing = new Proxy({}, { has: () => true, get: () => async () => refused('cluster.not-found', 'no') });
const wire = wireWith(refusing);

const routes = senlinRoutes({ clustering: clusteringWith({}), engineId: 'e', now: () => 0, profileTypes, policyTypes });
const route = fc.constantFrom(...routes);

/** Words of the API among anything at all, so that chance gets past the first check. */
const WORDS = [
  'cluster',
  'node',
  'profile',
  'policy',
  'action',
  'name',
  'profile_id',
  'spec',
  'metadata',
  'nodes',
  'count',
  'scale_out',
  'resize',
];
const MORE = [
  'number',
  'adjustment_type',
  'recover',
  'operation',
  'operation_params',
  'policy_attach',
  'policy_id',
  'force',
  'params',
  'filters',
  'check',
];
const key = fc.oneof(fc.constantFrom(...WORDS, ...MORE, '__proto__', 'constructor'), fc.string());
const leaf = fc.oneof(fc.constantFrom(null, true, 0, -1, 1.5, 1e30, '', 'x', '1', 'REBOOT', 'EXACT_CAPACITY'), fc.string(), fc.double());
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ depthSize: 'xsmall' }, leaf, fc.array(tie('json')), fc.dictionary(key, tie('json'))),
}));
const object = fc.dictionary(key, json, { minKeys: 1 });

describe('the wire, whatever it is sent', () => {
  test('a body never makes it fail', async () => {
    await fc.assert(
      fc.asyncProperty(route, fc.dictionary(key, fc.oneof(object, json)), async ({ method, path }, body) => {
        const { status, body: text } = await wire(
          asking(method, `/v1${path.replace(/\{\w+\*?\}/g, 'x')}${path.startsWith('/webhooks') ? '?V=1' : ''}`, body),
        );
        expect(status).toBeLessThan(500);
        if (status >= 400) expect(JSON.parse(text).error.message).toEqual(expect.any(String));
      }),
      { numRuns: 1000 },
    );
  });

  test('nor does a query, a path, a version or a text for a body', async () => {
    const anything = fc.record({ query: fc.string(), segment: fc.string(), version: fc.string(), body: fc.string(), accept: fc.string() });
    await fc.assert(
      fc.asyncProperty(route, anything, async ({ method, path }, { query, segment, version, body, accept }) => {
        const request = asking(method, `/v1${path.replace(/\{\w+\*?\}/, segment)}`, `{${body}`);
        const { status } = await wire({ ...request, query, headers: { ...request.headers, 'openstack-api-version': version, accept } });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 2000 },
    );
  });

  test('of every text that is no JSON it says where', () => {
    const almost = fc
      .tuple(
        fc.dictionary(key, json).map((value) => JSON.stringify(value)),
        fc.nat(),
        fc.string(),
      )
      .map(([text, at, more]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + more + text.slice(cut + more.length);
      });
    fc.assert(
      fc.property(almost, (text) => {
        fc.pre(!isJson(text));
        expect(jsonFault(text)).toMatch(/: line \d+ column \d+ \(char \d+\)$/);
        expect(jsonFault(text)).not.toMatch(/^Extra data: line 1 column 1 /);
      }),
      { numRuns: 1500 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
