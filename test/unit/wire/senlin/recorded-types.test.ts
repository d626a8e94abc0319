import { describe, expect, test } from '@jest/globals';
import { exchanges } from '../../../contract/replay/exchange.ts';
import { asking, wireWith } from '../../../support/senlin-wire.ts';

const wire = wireWith();
const versionOf = (header = ''): string => header.replace('clustering ', '');

describe('types, as a real Senlin showed them', () => {
  const shown = exchanges.filter(({ request, response }) => /^\/v1\/(profile|policy)-types/.test(request.url) && response.status === 200);

  test.each(shown.filter(({ file }) => file !== '038-profile-types').map((exchange) => [exchange.file, exchange] as const))(
    '%s',
    async (_, { request, response }) => {
      const answer = await wire(asking('GET', request.url, undefined, { version: versionOf(request.headers['OpenStack-API-Version']) }));
      expect(answer.status).toBe(200);
      expect(answer.body).toBe(JSON.stringify(response.json));
    },
  );

  const namesOf = async (version: string): Promise<readonly string[]> => {
    const { body } = await wire(asking('GET', '/v1/profile-types', undefined, { version }));
    return JSON.parse(body).profile_types.map((type: { readonly name: string }) => type.name);
  };

  test('old clients are shown what Senlin had, new ones everything', async () => {
    expect(await namesOf('1.4')).toEqual(['container.dockerinc.docker-1.0', 'os.heat.stack-1.0', 'os.nova.server-1.0']);
    expect(await namesOf('1.13')).toEqual(['container.dockerinc.docker', 'os.heat.stack', 'os.nova.server']);
    expect(await namesOf('1.14')).toEqual(expect.arrayContaining(['local.process', 'fake.node', 'os.nova.server']));
  });
});
