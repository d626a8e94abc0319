import { describe, expect, test } from '@jest/globals';
import { rememberVerified } from '../../../../lib/app/identity/remember-verified.ts';
import { type Instant, instant, seconds } from '../../../../lib/domain/kernel/time.ts';
import type { TokenVerifier, Verification } from '../../../../lib/ports/token-verifier.ts';
import { ownRevocations } from '../../../support/identity-world.ts';

const principal = {
  userId: 'u',
  userName: 'u',
  projectId: 'p',
  projectName: 'p',
  domainId: null,
  roles: ['member'],
  isAdmin: false,
  canWrite: true,
};
const valid = (expiresAt: number): Verification => ({ kind: 'valid', principal, expiresAt: instant(expiresAt) });

function remembering(answer: (token: string) => Verification | Promise<Verification>, most = 100) {
  let now: Instant = instant(0);
  const asked: string[] = [];
  const inner: TokenVerifier = {
    verify: async (token) => {
      asked.push(token);
      return answer(token);
    },
  };
  const revocations = ownRevocations();
  const digest = (token: string) => `digest of ${token}`;
  const verifier = rememberVerified(inner, { digest, clock: { now: () => now }, revocations, longest: seconds(5), most });
  return { verifier, asked, revocations, at: (ms: number) => (now = instant(ms)) };
}

describe('remembering who is behind a token', () => {
  test('asks once, until the memory is too old', async () => {
    const { verifier, asked, at } = remembering(() => valid(60_000));
    await verifier.verify('t');
    at(4_999);
    expect(await verifier.verify('t')).toEqual(valid(60_000));
    expect(asked).toHaveLength(1);
    at(5_000);
    await verifier.verify('t');
    expect(asked).toHaveLength(2);
  });

  test('never past the token’s own end', async () => {
    const { verifier, asked, at } = remembering(() => valid(1_000));
    await verifier.verify('t');
    at(1_000);
    await verifier.verify('t');
    expect(asked).toHaveLength(2);
  });

  test('a revocation is heard at once', async () => {
    const { verifier, asked, revocations } = remembering(() => valid(60_000));
    await verifier.verify('t');
    revocations.announce();
    await verifier.verify('t');
    expect(asked).toHaveLength(2);
  });

  test('an answer that was on its way during a revocation is not kept', async () => {
    let answer = (_: Verification) => {};
    const { verifier, asked, revocations } = remembering(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const first = verifier.verify('t');
    revocations.announce();
    answer(valid(60_000));
    expect((await first).kind).toBe('valid');
    const second = verifier.verify('t');
    answer({ kind: 'invalid' });
    expect((await second).kind).toBe('invalid');
    expect(asked).toHaveLength(2);
  });

  test('what is not good is not remembered', async () => {
    const { verifier, asked } = remembering(() => ({ kind: 'invalid' }));
    await verifier.verify('t');
    await verifier.verify('t');
    expect(asked).toHaveLength(2);
  });

  test('remembers so many and no more, the oldest going first', async () => {
    const { verifier, asked } = remembering(() => valid(60_000), 2);
    for (const token of ['a', 'b', 'c', 'b', 'c', 'a']) await verifier.verify(token);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
