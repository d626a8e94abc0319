import { describe, expect, test } from '@jest/globals';
import { healthz, readyz } from '../../../lib/wire/health.ts';

describe('health', () => {
  test('the process is there', () => {
    expect(healthz()).toMatchObject({ status: 200, body: '{"status":"ok"}' });
  });

  test('it can work, or says why it cannot', async () => {
    expect((await readyz(async () => ({ ready: true }))).status).toBe(200);
    expect(await readyz(async () => ({ ready: false, reason: 'no table' }))).toMatchObject({
      status: 503,
      body: '{"status":"not ready","reason":"no table"}',
    });
  });

  test('a check that fails is not told in detail', async () => {
    const { status, body } = await readyz(() => Promise.reject(new Error('secret')));
    expect(status).toBe(503);
    expect(body).not.toContain('secret');
  });
});
