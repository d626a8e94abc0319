import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { barbican } from '../../lib/platform/secrets/barbican.ts';
import { describeIf } from '../support/describe-if.ts';
import { barbicanMissing, type RealBarbican, startBarbican } from '../support/real-barbican.ts';
import { secretPromises } from './secret-backend.ts';

describeIf(barbicanMissing(), 'Barbican, the real one', () => {
  let real: RealBarbican;
  beforeAll(async () => {
    real = await startBarbican();
  }, 60_000);
  afterAll(() => real?.stop());

  const token = async (project: string) => ({ token: project });
  secretPromises(() => ({
    backend: barbican({ url: real.url, token }),
    away: barbican({ url: 'http://127.0.0.1:9', token }),
    keep: async (project, value) => (await real.keep(project, value)).slice(-36),
    keepBytes: async (project, bytes) => (await real.keep(project, bytes)).slice(-36),
    unknown: '01234567-89ab-cdef-0123-456789abcdef',
  }));

  test('without a token nobody is told anything', async () => {
    const id = (await real.keep('p1', 'hunter2hunter2')).slice(-36);
    expect(await barbican({ url: `${real.url}/v1/` }).read('p1', id)).toMatchObject({ fault: { code: 'secret.unavailable' } });
    const keyless = async () => ({ fault: 'its service user cannot log in (HTTP 401).' });
    expect(await barbican({ url: real.url, token: keyless }).read('p1', id)).toMatchObject({
      fault: { kind: 'transient', code: 'secret.unavailable', message: expect.stringContaining('cannot log in') },
    });
  });
});
